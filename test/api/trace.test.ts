import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { contentHashOf, contentOf } from '../../decisions/content';
import type { Json } from '../../domain/json';
import { getDecision } from '../../store/decisions';
import { findTrace } from '../../store/traces';
import { type Harness, startHarness } from '../support/harness';
import { wordsOf } from '../support/html';
import { linkIn } from '../support/mailbox';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const TRACE = [
  { type: 'message', role: 'user', content: 'Send them the contract today.', at: '2026-03-25T13:28:41Z' },
  { type: 'reasoning', content: 'I need the terms before I can prepare it.' },
  { type: 'tool_call', name: 'crm.get_deal', content: { deal: 'D-2291' } },
  { type: 'tool_result', name: 'crm.get_deal', content: { seats: 250, calls: ['2026-03-10', '2026-03-17'] } },
  { type: 'reasoning', content: '$48,000 is above my limit.' },
  { type: 'tool_call', name: 'send_contract', content: null },
];
const eventData = async (id: string, type: string) => {
  const { data } = await handover.db.auditEvent.findFirstOrThrow({ where: { decisionId: id, type } });
  return data as { readonly [key: string]: Json };
};

test('a trace is read back as it was given, only where it is asked for [w.context]', async () => {
  const id = await handover.ask({ trace: TRACE });
  const { trace } = (await handover.call('GET', `/decisions/${id}?include=trace`)).body;
  expect(JSON.stringify(trace)).toBe(JSON.stringify(TRACE)); // names in their order too
  expect(await handover.get(id)).not.toHaveProperty('trace');
  expect((await handover.call('GET', '/decisions')).body.data[0]).not.toHaveProperty('trace');
});

test('without a trace there are no items, and no row', async () => {
  const id = await handover.ask();
  expect(await handover.get(id, '?include=trace')).toMatchObject({ trace: [] });
  expect(await handover.db.trace.count({ where: { decisionId: id } })).toBe(0);
});

test('only a trace can be included', async () => {
  const { status, body } = await handover.call('GET', `/decisions/${await handover.ask()}?include=notes`);
  expect([status, body.details]).toEqual([400, [{ path: 'include', message: expect.stringContaining('"trace"') }]]);
});

test.each([
  [[...Array(201)].map(() => ({ type: 'message', content: 'x' })), 'trace'],
  [[{ type: 'message', content: 'x'.repeat(192 * 1024) }], 'trace'],
  [[{ type: 'thought', content: 'x' }], 'trace.0.type'],
  [[{ type: 'message', content: 'x', colour: 'red' }], 'trace.0.colour'],
  [[{ type: 'message' }], 'trace.0.content'],
])('a trace that is too long or of another shape is refused by name (%#)', async (trace, path) => {
  const { status, body } = await handover.call('POST', '/decisions', { action: 'x', approver: 'a@b.co', trace });
  expect([status, body.details[0].path]).toEqual([400, path]);
});

test('the page shows each step with its type, role, name, time and content, in the order the agent had it [w.dash]', async () => {
  await handover.ask({ trace: TRACE, approver: 'trace@company.com' });
  const words = wordsOf(await (await fetch(linkIn(await handover.mailbox.to('trace@company.com')))).text());
  const steps = [
    /6 steps Message from user/,
    /13:28 UTC, Wednesday 25 March 2026 Send them the contract today\./,
    /Reasoning I need the terms/,
    /Tool call crm\.get_deal { "deal": "D-2291" }/,
    /Tool result crm\.get_deal { "seats": 250, "calls": \[ "2026-03-10", "2026-03-17" \] }/,
    /Reasoning \$48,000 is above my limit\. Tool call send_contract null/,
  ].map((step) => words.search(step));
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps).not.toContain(-1);
});

test('what was asked, sent, opened and answered carries the hash of the content shown [w.full]', async () => {
  const id = await handover.ask({ trace: TRACE, approver: 'hash@company.com' });
  await fetch(linkIn(await handover.mailbox.to('hash@company.com')));
  await handover.answer(id, { action: 'approve' });
  const { contentHash } = await getDecision(handover.db, id);
  for (const type of ['decision.created', 'approver.notified', 'link.opened', 'answer.received'])
    expect(await eventData(id, type)).toMatchObject({ content_hash: contentHash });
});

test('the hash is the SHA-256 of the canonical content, as anybody computes it from what is kept', async () => {
  const id = await handover.ask({ trace: TRACE, metadata: { z: 1, a: [1e21, -0, 0.1], é: 'ü' }, amount: 0.3 });
  const decision = await getDecision(handover.db, id);
  const content = contentOf(decision, await findTrace(handover.db.sql, id));
  expect(content).toMatchObject({ action: decision.action, trace: TRACE, amount: 0.3 });
  const hash = createHash('sha256')
    .update(String(canonicalize(content)))
    .digest('hex');
  expect(decision.contentHash).toBe(hash);
});

test('any JSON in a trace has the same hash when it is read back', async () => {
  const items = fc.array(fc.record({ type: fc.constant('message'), content: fc.jsonValue() }), {
    minLength: 20,
    maxLength: 60,
  });
  const rule = fc.asyncProperty(items, async (trace) => {
    const { status, body } = await handover.call('POST', '/decisions', { action: 'x', approver: 'a@b.co', trace });
    if (status === 400) return; // a name that cannot be used
    const decision = await getDecision(handover.db, body.id);
    expect(contentHashOf(decision, await findTrace(handover.db.sql, body.id))).toBe(decision.contentHash);
  });
  await fc.assert(rule, { numRuns: 5 });
});

test('an answer to a page that shows less than there is by now is asked for again, and what was typed is kept', async () => {
  const approver = 'stale@company.com';
  const id = await handover.ask({ approver });
  const link = linkIn(await handover.mailbox.to(approver));
  const send = (content_hash: string) =>
    fetch(link, {
      ...{ method: 'POST', redirect: 'manual', headers: { origin: handover.url } },
      body: new URLSearchParams({ verdict: 'deny', note: 'Too dear.', content_hash }),
    });
  const stale = await send('0'.repeat(64));
  const page = await stale.text();
  expect([stale.status, wordsOf(page)]).toEqual([400, expect.stringContaining('The request has changed since you')]);
  expect(page).toContain('Too dear.');
  const [, shown = ''] = /name="content_hash" value="(\w+)"/.exec(page) ?? [];
  await send(shown);
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'denied' });
});
