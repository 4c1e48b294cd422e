import getPort from 'get-port';
import type { Child } from '../../embedded/child-process';
import { startTemporal, type Temporal } from '../../embedded/temporal';
import { booksBalance } from '../support/books';
import { TEST_SECRET } from '../support/environment';
import { type ApiProcess, openSandbox, type Product, prepareProduct, type Sandbox } from '../support/processes';
import { type FakeSlack, type Message, type Person, startSlack } from '../support/slack';
import { installSlack, slackEnvironment } from '../support/slack-installed';
import { until } from '../support/until';
import { AMPLE, told } from './waits';

jest.setTimeout(240_000);

const ANN = 'ann@company.com';
/** Long enough to see that a decision is still open, in minutes. */
const SOON = 0.15;
/** Far less than the 30 seconds of `?wait=30`, also on a busy machine. */
const AT_ONCE_MS = 10_000;

let sandbox: Sandbox;
let port: number;
let temporal: Temporal;
let product: Product;
let slack: FakeSlack;
let api: ApiProcess;
let worker: Child;
beforeAll(async () => {
  sandbox = openSandbox();
  port = await getPort();
  temporal = await start();
  slack = await startSlack();
  const env = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default', ...slackEnvironment(slack) };
  product = await prepareProduct({ sandbox, env });
  [api, worker] = await Promise.all([product.startApi(), product.startWorker()]);
  slack.appUrl = `${api.url}/slack/events`;
});
afterAll(async () => {
  await product?.stop();
  await slack?.close();
  await temporal?.stop();
  await sandbox?.close();
});

test('with all workers dead and Temporal stopped everyone gets their final reply, and what is due follows once [h.out.final, h.out.once]', async () => {
  const [byPage, byApi, waitedFor, inSlack] = await Promise.all([ask(), ask(), ask(), askInSlack()]);
  await told(product, byPage, byApi, waitedFor, inSlack.id);
  await Promise.all([worker.stop('SIGKILL'), temporal.child.stop('SIGKILL')]);

  const created = await ask();
  expect((await api.click(byPage, ANN, { verdict: 'approve' })).status).toBe(303);
  expect(await api.answer(byApi, { action: 'deny' })).toMatchObject({ status: 200, body: { status: 'denied' } });
  expect(await api.answer(byPage, { action: 'deny' })).toMatchObject({ status: 409, body: { status: 'approved' } });
  expect((await api.answer(created, { action: 'approve' })).status).toBe(200);
  await slack.press(inSlack.message, inSlack.person, { actionId: 'answer.approve' });
  expect(await api.get(inSlack.id)).toMatchObject({ status: 'approved', resolved_via: 'slack' });
  await expectWokenByAnswer(waitedFor);
  const due = await expectTimePasses();

  await comeBack();
  await booksBalance(product, byPage, byApi, waitedFor, inSlack.id, created, ...due);
});

/** A long-poll has the answer at once. */
async function expectWokenByAnswer(id: string): Promise<void> {
  const polled = api.get(id, '?wait=30');
  await api.get(id); // a round trip later, the long-poll is waiting
  const answeredAt = Date.now();
  await api.answer(id, { action: 'approve' });
  expect((await polled).status).toBe('approved');
  expect(Date.now() - answeredAt).toBeLessThan(AT_ONCE_MS);
}

/** Decisions expire, escalate and come due, whether or not anyone is there to notice. Returns them, each with an end. */
async function expectTimePasses(): Promise<readonly string[]> {
  const scheduled = { response_type: { type: 'schedule' }, enforce: true };
  const escalation = { backup_approver: 'ben@company.com', escalate_after_minutes: SOON, timeout_minutes: 60 };
  const [expired, denied, escalated, due] = await Promise.all([
    ask({ timeout_minutes: SOON }),
    ask({ timeout_minutes: SOON, on_timeout: 'deny' }),
    ask(escalation),
    ask(scheduled),
  ]);
  const execute_at = new Date(Date.now() + SOON * 60_000).toISOString();
  expect((await api.answer(due, { action: 'approve', execute_at })).status).toBe(200);
  expect(await api.get(due)).toMatchObject({ status: 'scheduled', action_permitted: false });
  expect((await api.get(escalated)).status).toBe('pending');

  const waited = await Promise.all([expired, denied, escalated].map((id) => api.get(id, '?wait=30&status=pending')));
  expect(waited.map(({ status }) => status)).toEqual(['expired', 'denied', 'escalated']);
  expect((await api.answer(expired, { action: 'approve' })).status).toBe(410);
  await until('it is due', async () => (await api.get(due)).action_permitted, AMPLE);
  expect((await api.answer(escalated, { action: 'approve', resolved_by: 'ben@company.com' })).status).toBe(200);
  return [expired, denied, escalated, due];
}

const ask = (over: object = {}) => api.ask({ approver: ANN, callback_url: product.receiver.url, ...over });

async function askInSlack(): Promise<{ readonly id: string; readonly person: Person; readonly message: Message }> {
  const team = slack.team('Company');
  const config = { HANDOVER_SECRET: TEST_SECRET };
  await installSlack({ db: product.db, config }, team, slack.token(team));
  const person = slack.person(team, { email: 'dora@company.com' });
  const id = await ask({ approver: person.email, channel: 'slack' });
  const isAbout = (message: Message) => JSON.stringify(message).includes(id);
  return { id, person, message: await until('the message', () => slack.messages.find(isAbout), AMPLE) };
}

async function comeBack(): Promise<void> {
  temporal = await start();
  worker = await product.startWorker();
}

function start(): Promise<Temporal> {
  const files = { dbFile: sandbox.file('temporal.db'), logFile: sandbox.file('temporal.log') };
  return startTemporal({ ...files, port, uiPort: false, record: sandbox.record });
}
