import { apiClient } from '../support/api-client';
import { PDF } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';
import { until } from '../support/until';
import { attach } from '../support/uploads';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

let people = 0;
/** A new decision and its approver's link. */
async function askByMail(over: Record<string, unknown> = {}) {
  people += 1;
  const approver = `person${people}@company.com`;
  const id = await handover.ask({ approver, ...over });
  return { id, approver, link: linkIn(await handover.mailbox.to(approver)) };
}
const post = (
  link: string,
  fields: Record<string, string>,
  headers: Record<string, string> = { origin: handover.url },
) => fetch(link, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

test('opening a link decides nothing, however often and however preselected [h.d]', async () => {
  const { id, link } = await askByMail();
  for (const method of ['GET', 'HEAD'])
    for (const answer of ['approve', 'deny', 'modify']) await fetch(`${link}?answer=${answer}`, { method });
  expect((await handover.get(id)).status).toBe('pending');
});

const countAudit = (decisionId: string, type: string) => handover.db.auditEvent.count({ where: { decisionId, type } });
/** The page's hidden hash of the content that it shows. */
const hashIn = (page: string) => /name="content_hash" value="(\w+)"/.exec(page)?.[1] ?? '';

test('the first opening is audited, once', async () => {
  const { id, link } = await askByMail();
  await fetch(link);
  await fetch(link);
  expect([await countAudit(id, 'link.opened'), await countAudit(id, 'link.fetched')]).toEqual([1, 0]);
});

test.each([
  ['HEAD', { method: 'HEAD' }],
  ['a prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
  ['a mail scanner', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; BarracudaCentral)' } }],
])('%s is noted as a fetch, once, and nobody has opened the link', async (_which, how) => {
  const { id, link } = await askByMail();
  await fetch(link, how);
  await fetch(link, how);
  expect([await countAudit(id, 'link.opened'), await countAudit(id, 'link.fetched')]).toEqual([0, 1]);
  const { asked } = (await handover.call('GET', `/decisions/${id}/record`)).body;
  expect(asked).toMatchObject([{ opened_at: null }]);
});

test('an answer leads back to the page, which tells what was decided [h.noaccount]', async () => {
  const { id, link, approver } = await askByMail();
  const reply = await post(link, { verdict: 'deny', note: 'Too expensive.' });
  expect([reply.status, reply.headers.get('location')]).toEqual([303, new URL(link).pathname]);
  expect(await handover.get(id)).toMatchObject({
    status: 'denied',
    resolved_by: approver,
    resolved_via: 'page',
    assurance: 'link',
  });
  expect(await (await fetch(link)).text()).toContain('Too expensive.');
});

test('a late answer gets 409, and the page says what stands and that it was not used', async () => {
  const { id, link } = await askByMail();
  await handover.answer(id, { action: 'approve', resolved_by: 'ben@company.com' });
  const reply = await post(link, { verdict: 'deny' });
  expect(reply.status).toBe(409);
  expect(await reply.text()).toMatch(/Your answer wasn't used[\s\S]*You chose Deny[\s\S]*Already approved/);
  expect(await countAudit(id, 'answer.refused')).toBe(1);
  expect(await (await fetch(link)).text()).not.toContain("wasn't used");
});

test('an answer to an expired decision gets 410 and a page', async () => {
  const { id, link } = await askByMail({ timeout_minutes: 0.08 });
  expect((await handover.get(id, '?wait=30')).status).toBe('expired');
  const reply = await post(link, { verdict: 'approve' });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
  expect(await reply.text()).toContain('The deadline had passed.');
});

describe('with a quorum', () => {
  /** Asks two people, of whom both must approve. */
  async function askTwo() {
    people += 1;
    const approvers = [`first${people}@company.com`, `second${people}@company.com`];
    const id = await handover.ask({ approver: undefined, approvers, need: 'all' });
    const [first = '', second = ''] = await Promise.all(
      approvers.map(async (approver) => linkIn(await handover.mailbox.to(approver))),
    );
    return { id, first, second, approvers };
  }

  test('the page of the first to answer waits for the other, and the last answer decides [h.who.page]', async () => {
    const { id, first, second, approvers } = await askTwo();
    expect((await post(first, { verdict: 'approve', note: 'Fine.' })).status).toBe(303);
    expect(await (await fetch(first)).text()).toMatch(/You approved this[\s\S]*Waiting for 1 more approval/);
    expect(await (await fetch(second)).text()).toMatch(/1 of 2 approvals so far[\s\S]*Approved by/);
    expect((await handover.get(id)).status).toBe('pending');
    expect((await post(second, { verdict: 'approve' })).status).toBe(303);
    expect(await handover.get(id)).toMatchObject({ status: 'approved', resolved_by: approvers[1] });
  });

  test('a second answer gets 409 while the decision is open, whatever is wrong with it', async () => {
    const { id, first } = await askTwo();
    await post(first, { verdict: 'approve' });
    const reply = await post(first, { verdict: 'modify' });
    expect(reply.status).toBe(409);
    expect(await reply.text()).toContain('You had already answered, and an answer is final.');
    expect(await countAudit(id, 'answer.refused')).toBe(1);
  });

  test('passing the request on to someone who is asked already is refused', async () => {
    const { first, approvers } = await askTwo();
    const reply = await post(`${first}/delegate`, { to: String(approvers[1]).toUpperCase() });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('belongs to someone who has been asked already');
  });
});

describe('passing a request on', () => {
  test('asks the new person with the message, and ends the link of the first', async () => {
    const { id, link, approver } = await askByMail();
    const to = `new-${approver}`;
    const reply = await post(`${link}/delegate`, { to, note: 'You know them.' });
    expect([reply.status, reply.headers.get('location')]).toEqual([303, new URL(link).pathname]);
    expect(await (await fetch(link)).text()).toMatch(/was passed on to[\s\S]*new-person/);
    expect((await post(link, { verdict: 'approve' })).status).toBe(409);
    const next = linkIn(await handover.mailbox.to(to));
    expect(await (await fetch(next)).text()).toContain('You know them.');
    expect((await post(next, { verdict: 'approve' })).status).toBe(303);
    expect(await handover.get(id)).toMatchObject({ status: 'approved', resolved_by: to });
    expect(await countAudit(id, 'approver.delegated')).toBe(1);
  });

  test.each(['', 'nobody', 'a b@company.com'])('to "%s" comes back with the form and the reason', async (to) => {
    const { link } = await askByMail();
    const reply = await post(`${link}/delegate`, { to, note: 'Please.' });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toMatch(/The request wasn't passed on[\s\S]*Please\.<\/textarea>/);
  });

  test('to someone whom the key may not ask is refused, and the others are not listed', async () => {
    const allowed = ['ann@company.com', 'secret@company.com'];
    const { body } = await handover.call('POST', '/auth/api-keys', {
      name: 'few',
      scopes: ['admin'],
      approvers: allowed,
    });
    const few = apiClient(handover.url, body.key);
    const before = (await handover.mailbox.all()).length;
    await few.ask({ approver: 'ann@company.com' });
    await until('the mail is there', async () => (await handover.mailbox.all()).length > before);
    const link = linkIn(await handover.mailbox.to('ann@company.com'));
    const reply = await post(`${link}/delegate`, { to: 'stranger@company.com' });
    const page = await reply.text();
    expect([reply.status, page.includes('secret@company.com')]).toEqual([400, false]);
    expect((await post(`${link}/delegate`, { to: 'secret@company.com' })).status).toBe(303);
  });

  test('takes our own origin', async () => {
    const { link } = await askByMail();
    const reply = await post(`${link}/delegate`, { to: 'ben@company.com' }, { origin: 'https://evil.example' });
    expect(reply.status).toBe(403);
  });
});

test('an answer to content that has changed since is refused, and the page shows the new content', async () => {
  const { id, link } = await askByMail();
  const seen = hashIn(await (await fetch(link)).text());
  await attach(handover, id, [{ name: 'terms.pdf', bytes: PDF }]);
  const reply = await post(link, { verdict: 'approve', content_hash: seen, note: 'Fine.' });
  const page = await reply.text();
  expect(reply.status).toBe(400);
  expect(page).toMatch(/The request has changed since you opened it[\s\S]*terms\.pdf[\s\S]*Fine\.<\/textarea>/);
  expect((await post(link, { verdict: 'approve', content_hash: hashIn(page) })).status).toBe(303);
  expect((await handover.get(id)).status).toBe('approved');
});

test('what the fields allow fits into the form, and what does not comes back filled in', async () => {
  const names = ['a', 'b', 'c'];
  const fields = names.map((name) => ({ name, required: true }));
  const { id, link } = await askByMail({ response_type: { type: 'text_input', fields } });
  const typed = (length: number) =>
    Object.fromEntries(names.map((name) => [`fields[${name}]`, '\u3042'.repeat(length)]));
  const refused = await post(link, { verdict: 'approve', ...typed(10_001) });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('\u3042'.repeat(10_001));
  expect((await post(link, { verdict: 'approve', ...typed(10_000) })).status).toBe(303);
  expect(await handover.get(id)).toMatchObject({ status: 'approved', response_data: { c: '\u3042'.repeat(10_000) } });
});

test('a file is found by its id, below the links of its own decision only', async () => {
  const { id, link } = await askByMail();
  const other = await askByMail();
  await attach(handover, id, [{ name: 'terms.pdf', bytes: PDF }]);
  const [file] = (await handover.get(id)).attachments;
  const statusOf = async (of: string, fileId = String(file?.id)) => (await fetch(`${of}/files/${fileId}`)).status;
  expect([await statusOf(link), await statusOf(other.link), await statusOf(link, 'x')]).toEqual([200, 404, 404]);
});

test('a refused answer keeps what was typed and says why', async () => {
  const { id, link } = await askByMail({ response_type: { type: 'schedule', allow_immediate: false } });
  const reply = await post(link, {
    verdict: 'approve',
    note: 'After the release.',
    execute_at: '2020-01-01T10:00',
    time_zone: 'UTC',
  });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toMatch(
    /After the release\.[\s\S]*2020-01-01T10:00|2020-01-01T10:00[\s\S]*After the release\./,
  );
  expect((await handover.get(id)).status).toBe('pending');
});

test('a modify without a note is refused', async () => {
  const { link } = await askByMail();
  expect((await post(link, { verdict: 'modify', note: ' ' })).status).toBe(400);
});

test('a time is taken in the zone it was picked in', async () => {
  const { id, link } = await askByMail({ response_type: { type: 'schedule' } });
  await post(link, { verdict: 'approve', execute_at: '2035-07-01T09:00', time_zone: 'Europe/Berlin' });
  expect(await handover.get(id)).toMatchObject({ status: 'scheduled', execute_at: '2035-07-01T07:00:00.000Z' });
});

test.each([
  ['none', {}],
  ['null', { origin: 'null' }],
  ['another', { origin: 'https://evil.example' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
])('an answer from %s origin is 403 and decides nothing', async (_which, headers) => {
  const { id, link } = await askByMail();
  const reply = await post(link, { verdict: 'approve' }, headers);
  expect(reply.status).toBe(403);
  expect(await reply.text()).toContain("An answer can be sent only from this link's own page");
  expect(reply.headers.get('content-type')).toContain('text/html');
  expect((await handover.get(id)).status).toBe('pending');
});

test.each(['x', 'A'.repeat(43), '..%2f..%2fetc', '%00'])(
  'the unknown token %s is 404, always the same page',
  async (token) => {
    const reply = await fetch(`${handover.url}/d/${token}`);
    expect(reply.status).toBe(404);
    expect(await reply.text()).toBe(await (await fetch(`${handover.url}/d/unknown`)).text());
  },
);

test('a page is never stored, framed, or allowed to load what is not ours', async () => {
  const { headers } = await fetch((await askByMail()).link);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
});

test('the host header does not get into a link', async () => {
  const { link } = await askByMail();
  expect(link.startsWith(handover.config.PUBLIC_URL)).toBe(true);
});

test('only the hash of a token is kept', async () => {
  const { id, link } = await askByMail();
  const rows = await handover.db.assignment.findMany({ where: { decisionId: id } });
  expect(JSON.stringify(rows)).not.toContain(link.split('/').at(-1));
});

test("after an escalation the first approver's link still answers", async () => {
  const { id, link, approver } = await askByMail({
    backup_approver: 'ben@company.com',
    timeout_minutes: 9,
    escalate_after_minutes: 0.05,
  });
  expect((await handover.get(id, '?wait=30&status=pending')).status).toBe('escalated');
  expect((await post(link, { verdict: 'approve' })).status).toBe(303);
  expect(await handover.get(id)).toMatchObject({ status: 'approved', resolved_by: approver });
});

test('a form takes what its fields may hold, in any script', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `field ${index}`);
  const { id, link } = await askByMail({
    response_type: { type: 'text_input', fields: names.map((name) => ({ name })) },
  });
  const fields = Object.fromEntries(names.map((name) => [`fields[${name}]`, '決'.repeat(9_900)]));
  expect((await post(link, { verdict: 'approve', note: '決'.repeat(9_900), ...fields })).status).toBe(303);
  expect((await handover.get(id)).response_data).toMatchObject({ 'field 19': '決'.repeat(9_900) });
});

test('a choice with a line break is taken from the page', async () => {
  const { id, link } = await askByMail({ response_type: { type: 'choose', choices: ['A\r\n- x', 'B'] } });
  expect((await post(link, { verdict: 'approve', chosen: 'A\r\n- x' })).status).toBe(303);
  expect((await handover.get(id)).response_data).toEqual({ chosen: 'A\n- x' });
});

test('bytes that are not UTF-8 are refused with a page', async () => {
  const { link } = await askByMail();
  const headers = { origin: handover.url, 'content-type': 'application/x-www-form-urlencoded' };
  const send = (note: string) =>
    fetch(link, { method: 'POST', body: `verdict=deny&note=${note}`, headers, redirect: 'manual' });
  expect((await send('caf%E9')).status).toBe(415);
  expect((await send('100%')).status).toBe(303);
});

test('a form that is too large or of another type is refused with a page', async () => {
  const { link } = await askByMail();
  expect((await post(link, { verdict: 'deny', note: 'x'.repeat(3_000_000) })).status).toBe(413);
  const json = await fetch(link, {
    method: 'POST',
    body: '{}',
    headers: { origin: handover.url, 'content-type': 'application/json' },
  });
  expect(json.status).toBe(400);
});
