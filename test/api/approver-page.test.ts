import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';

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

test('the first opening is audited, once', async () => {
  const { id, link } = await askByMail();
  await fetch(link);
  await fetch(link);
  expect(await handover.db.auditEvent.count({ where: { decisionId: id, type: 'link.opened' } })).toBe(1);
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

test('a late answer gets 409 and the page of how it stands', async () => {
  const { id, link } = await askByMail();
  await handover.answer(id, { action: 'approve', resolved_by: 'ben@company.com' });
  const reply = await post(link, { verdict: 'deny' });
  expect(reply.status).toBe(409);
  expect(await reply.text()).toContain('ben@company.com');
});

test('an answer to an expired decision gets 410 and a page', async () => {
  const { id, link } = await askByMail({ timeout_minutes: 0.08 });
  expect((await handover.get(id, '?wait=30')).status).toBe('expired');
  const reply = await post(link, { verdict: 'approve' });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
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
  expect(await reply.text()).toContain('An answer can only be sent from the page of this link');
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
  const rows = await handover.db.link.findMany({ where: { decisionId: id } });
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
