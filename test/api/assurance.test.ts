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
    expect(await pageAt(link)).toContain('Needed for Deny and Modify, welcome for all.');
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
    expect(await pageAt(link)).toContain('Needed for Decline, welcome for all.');
    await post(link, { verdict: 'approve' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved' });
  });

  test('is no matter where it was not asked for', async () => {
    const { id, link } = await askByMail({});
    expect(await pageAt(link)).toContain('Needed for Modify, welcome for all.');
    await post(link, { verdict: 'deny' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'denied' });
  });
});

describe.each([
  ['code', 'with the code sent to the approver'],
  ['slack', 'in Slack'],
  ['login', 'in the dashboard, signed in'],
])('where an answer must be of the level %s', (level, where) => {
  test('the page and the mail say where to answer instead, and the page has no form', async () => {
    const { link, mail } = await askByMail({ min_assurance: level });
    const page = await (await fetch(link)).text();
    expect(wordsOf(page)).toContain(`Answer ${where}.`);
    expect(page).not.toContain('<form');
    expect(mail.text).toContain(`A link alone is not enough to answer: answer ${where}.`);
  });

  test('an answer through the link is 403 with that page, and decides nothing', async () => {
    const { id, link } = await askByMail({ min_assurance: level });
    const reply = await post(link, { verdict: 'approve' });
    expect([reply.status, wordsOf(await reply.text())]).toEqual([403, expect.stringContaining(`Answer ${where}.`)]);
    expect(await handover.get(id)).toMatchObject({ status: 'pending' });
    expect(await handover.db.answer.count({ where: { decisionId: id } })).toBe(0);
  });

  test('an answer over the API counts as a link: the error names both levels and a stronger way', async () => {
    const id = await handover.ask({ min_assurance: level });
    const { status, body } = await handover.answer(id, { action: 'approve' });
    expect([status, body.code]).toEqual([403, 'ASSURANCE_TOO_LOW']);
    expect(body.error).toContain(`the level ${level}`);
    expect(body.error).toContain(where);
  });
});

test('without a level of its own a decision takes an answer of either kind', async () => {
  const id = await handover.ask({ min_assurance: 'link' });
  await handover.answer(id, { action: 'approve' });
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved', assurance: 'api' });
});
