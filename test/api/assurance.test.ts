import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { wordsOf } from '../support/html';
import { linkIn } from '../support/mailbox';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

let people = 0;
async function askByMail(over: Record<string, unknown>) {
  people += 1;
  const approver = `person${people}@company.com`;
  const id = await handover.ask({ approver, ...over });
  const mail = await handover.mailbox.to(approver);
  return { id, mail, link: linkIn(mail) };
}
const post = (link: string, fields: Record<string, string>) =>
  fetch(link, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: handover.url } },
    body: new URLSearchParams(fields),
  });
const pageAt = async (link: string) => wordsOf(await (await fetch(link)).text());

describe('a deny that needs a reason', () => {
  const over = { require_reason_on_deny: true };

  test('is refused over the API without a note, and stands with one', async () => {
    const id = await handover.ask(over);
    const { status, body } = await handover.answer(id, { action: 'deny', notes: ' ' });
    expect([status, body.details]).toEqual([400, [{ path: 'notes', message: 'is required with deny: give a reason' }]]);
    await handover.answer(id, { action: 'deny', notes: 'Too dear.' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'denied' });
  });

  test('says so beside the note, and comes back with the fault at the note', async () => {
    const { id, link } = await askByMail(over);
    expect(await pageAt(link)).toContain('Required when you deny or request changes, otherwise optional.');
    const reply = await post(link, { verdict: 'deny' });
    const page = await reply.text();
    expect([reply.status, wordsOf(page)]).toEqual([
      400,
      expect.stringContaining('Note is required with deny: give a reason.'),
    ]);
    expect(page).toMatch(/<textarea[^>]*name="note"[^>]*aria-invalid="true"/);
    expect((await handover.get(id)).status).toBe('pending');
  });

  test('is called as the button is called; nothing else needs one', async () => {
    const { id, link } = await askByMail({ ...over, response_type: { type: 'confirm' } });
    expect(await pageAt(link)).toContain('Required when you deny, otherwise optional.');
    await post(link, { verdict: 'approve' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved' });
  });

  test('is no matter where it was not asked for', async () => {
    const { id, link } = await askByMail({});
    expect(await pageAt(link)).toContain('Required when you request changes, otherwise optional.');
    await post(link, { verdict: 'deny' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'denied' });
  });
});

describe.each([
  ['code', 'with the code sent to the approver'],
  ['slack', 'in Slack'],
  ['login', 'in the dashboard, signed in'],
])('the level %s', (level, where) => {
  test('is refused where no answer could have it, and no decision is made [h.who.assurance]', async () => {
    const before = await handover.db.decision.count();
    const { status, body } = await handover.call('POST', '/decisions', { ...QUICK_START, min_assurance: level });
    const message = `can't be ${level} with channel email: its answers have at most link, so nobody could answer`;
    expect([status, body.details]).toEqual([400, [{ path: 'min_assurance', message }]]);
    expect(await handover.db.decision.count()).toBe(before);
  });

  test('is refused where a rule adds it', async () => {
    const rule = {
      name: 'Surely',
      when: { keywords: [`surely${level}`] },
      then: { outcome: 'ask', min_assurance: level },
    };
    await handover.call('PUT', '/policy', { rules: [rule] });
    const { status, body } = await handover.call('POST', '/decisions', { ...QUICK_START, action: `surely${level}` });
    expect([status, body.details[0].path]).toEqual([400, 'min_assurance']);
  });

  /** A decision that was asked by mail and has this level, as one whose channel was Slack shows it behind a link. */
  const askFor = async () => {
    const { id, link } = await askByMail({});
    await handover.db.decision.update({ where: { id }, data: { minAssurance: level } });
    return { id, link };
  };

  test('makes the page say where to answer instead, and the page has no form', async () => {
    const { link } = await askFor();
    const page = await (await fetch(link)).text();
    expect(wordsOf(page)).toContain(`Please answer ${where}.`);
    expect(page).not.toContain('<form');
  });

  test('makes an answer through the link 403 with that page, and decides nothing', async () => {
    const { id, link } = await askFor();
    const reply = await post(link, { verdict: 'approve' });
    const words = wordsOf(await reply.text());
    expect([reply.status, words]).toEqual([403, expect.stringContaining(`Please answer ${where}.`)]);
    expect(await handover.get(id)).toMatchObject({ status: 'pending' });
    expect(await handover.db.answer.count({ where: { decisionId: id } })).toBe(0);
  });

  test('refuses an answer over the API, which counts as a link: the error names both levels and a stronger way', async () => {
    const { id } = await askFor();
    const { status, body } = await handover.answer(id, { action: 'approve' });
    expect([status, body.code]).toEqual([403, 'ASSURANCE_TOO_LOW']);
    expect(body.error).toContain(`level ${level} or stronger, and this entrance provides api: answer ${where}`);
  });
});

test('without a level of its own a decision takes an answer of either kind', async () => {
  const id = await handover.ask({ min_assurance: 'link' });
  await handover.answer(id, { action: 'approve' });
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved', assurance: 'api' });
});
