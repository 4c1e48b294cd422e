import { createSecrets } from '../../platform/secrets';
import { booksBalance, createLedger } from '../support/books';
import { TEST_SECRET } from '../support/environment';
import { wordsOf } from '../support/html';
import { type AskedInSlack, byPerson, type SlackHarness, startSlackHarness } from '../support/slack-asked';
import { untilSays } from '../support/slack-said';
import { until } from '../support/until';

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness();
});
afterAll(() => handover?.stop());

const RACES = 100;
const AT_ONCE = 5;
const ledger = createLedger();
const secrets = createSecrets(TEST_SECRET);

const approveBySlack = ({ message, person }: AskedInSlack) =>
  handover.slack.press(message, person, { actionId: 'answer.approve' });

async function denyByLink({ id }: AskedInSlack) {
  const reply = await fetch(`${handover.url}/d/${secrets.linkToken(id, 'a1')}`, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: handover.url } },
    body: new URLSearchParams({ verdict: 'deny' }),
  });
  return ledger.note(id, 'deny', { status: reply.status, text: wordsOf(await reply.text()) });
}

const modifyByApi = async ({ id }: AskedInSlack) => {
  const body = { action: 'modify', notes: 'Cheaper', resolved_by: 'api@company.com' };
  return ledger.note(id, 'modify', await handover.answer(id, body));
};

const WINNER = { approved: 'slack', denied: 'page', modified: 'api' } as const;
const TOLD = { approved: 'Approved', denied: 'Denied', modified: 'Changes requested' } as const;

/** Asks, has all three answer at once, and each who lost told what stands. Gives the decision and the way that won. */
async function race(_: unknown, turn: number): Promise<{ id: string; winner: string }> {
  const asked = await handover.askInSlack({ callback_url: handover.receiver.url });
  const click = approveBySlack(asked);
  if (turn % 2 === 0) await until('Slack was asked who clicked', () => isLookedUp(asked)); // else it is too slow to win
  const [slack, page, api] = await Promise.all([click, denyByLink(asked), modifyByApi(asked)]);
  const decision = await handover.get(asked.id);
  const { status, resolved_by } = decision as { status: keyof typeof WINNER; resolved_by: string };
  const winner = WINNER[status];
  expect([slack.status, page.status, api.status]).toEqual([
    200,
    winner === 'page' ? 303 : 409,
    winner === 'api' ? 200 : 409,
  ]);
  if (winner !== 'page') expect(page.text).toContain(resolved_by);
  if (winner !== 'api') expect(api.body).toMatchObject({ code: 'ALREADY_RESOLVED', status, resolved_by });
  if (winner !== 'slack') await handover.noteTo(asked.person, `${TOLD[status]} by ${resolved_by}, `);
  else expect(decision).toMatchObject(byPerson(asked.person));
  return { id: asked.id, winner };
}

const isLookedUp = ({ person }: AskedInSlack) =>
  handover.slack.calls.some(({ method, args }) => method === 'users.info' && args.user === person.id);

test('of a click, an e-mail link and an API call one wins, and the others are told who did: 100 times', async () => {
  const ends: Awaited<ReturnType<typeof race>>[] = [];
  while (ends.length < RACES) ends.push(...(await Promise.all(Array.from({ length: AT_ONCE }, race))));
  expect([...new Set(ends.map(({ winner }) => winner))].sort()).toEqual(['api', 'page', 'slack']);
  await booksBalance({ ...handover, ledger }, ...ends.map(({ id }) => id));
}, 180_000);

test('with workers down a click is final at once: Slack, the API and the message show it, and workers tell the agent later', async () => {
  const { id, person, message } = await handover.askInSlack({ callback_url: handover.receiver.url });
  await until('the message is noted', () =>
    handover.db.notification.count({ where: { decisionId: id, status: 'sent' } }),
  );
  await handover.stopWorker();
  expect(await approveBySlack({ id, person, message })).toMatchObject({ status: 200, body: '' });
  expect(await handover.get(id)).toMatchObject({ status: 'approved', ...byPerson(person) });
  await untilSays(message, `Approved by ${person.email}`);
  expect(handover.receiver.received.filter(({ body }) => body.decision.id === id)).toEqual([]);
  await handover.startWorker();
  await handover.receiver.next((callback) => callback.body.decision.id === id);
  await booksBalance({ ...handover, ledger }, id);
}, 60_000);
