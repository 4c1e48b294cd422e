import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { createKey } from '../../accounts/bootstrap';
import { newId } from '../../platform/ids';
import { createSecrets } from '../../platform/secrets';
import { addCheckpoints } from '../../store/checkpoints';
import { eraseDecision } from '../../store/erase';
import { apiClient } from '../support/api-client';
import { deliveryOnce } from '../support/deliveries';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';
import { until } from '../support/until';
import { storageOf } from '../support/uploads';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const recordOf = async (id: string) => (await handover.call('GET', `/decisions/${id}/record`)).body;
const sha256 = (value: unknown) =>
  createHash('sha256')
    .update(String(canonicalize(value)))
    .digest('hex');
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const HASH = expect.stringMatching(/^[0-9a-f]{64}$/);

let people = 0;
/** Asked by mail, opened, and answered on the page. */
async function answeredOnPage(over: Record<string, unknown> = {}) {
  people += 1;
  const approver = `person${people}@company.com`;
  const id = await handover.ask({ approver, ...over });
  const link = linkIn(await handover.mailbox.to(approver));
  await fetch(link);
  const body = new URLSearchParams({ verdict: 'approve', note: 'Copy me on the mail.' });
  await fetch(link, { method: 'POST', body, headers: { origin: handover.url }, redirect: 'manual' });
  await handover.get(id, '?wait=30');
  return { id, approver, link };
}

test('the record says who was asked, when and how, what they were shown, chose and wrote, and how sure that is [a.art14]', async () => {
  const trace = [{ type: 'message', content: 'Send it.' }];
  const { id, approver } = await answeredOnPage({ trace, amount: 48_000 });
  const { request, shown, asked, answers, outcome } = await recordOf(id);
  expect(request).toMatchObject({
    received_at: TIME,
    action: expect.any(String),
    approver,
    trace,
    timeout_minutes: 60,
  });
  expect(shown).toMatchObject({ content_hash: HASH, content: { id, trace, amount: 48_000 } });
  const { content_hash } = shown;
  const times = { from: TIME, until: TIME, notified_at: TIME, opened_at: TIME, answered_at: TIME };
  const who = { role: 'approver', step: 0, recipient: approver, status: 'approved', delegated_to: null };
  expect(asked).toEqual([{ ...who, channel: 'email', ...times, content_hash }]);
  const words = { author: approver, verdict: 'approve', notes: 'Copy me on the mail.', fate: 'counted', content_hash };
  const actor = { type: 'approver', id: approver, assurance: 'link' };
  expect(answers).toMatchObject([{ ...words, actor, via: 'page', received_at: TIME, refused_because: null }]);
  expect(outcome).toMatchObject({
    status: 'approved',
    answer_id: answers[0].id,
    assurance: 'link',
    action_permitted: true,
  });
});

test('what was shown, and each event, can be checked offline: hashes over canonical JSON [w.full]', async () => {
  const { shown, timeline, chain } = await recordOf((await answeredOnPage()).id);
  expect(sha256(shown.content)).toBe(shown.content_hash);
  for (const { hash, ...event } of timeline) expect(sha256(event)).toBe(hash);
  const sequences = timeline.map(({ sequence }: { sequence: number }) => sequence);
  expect(sequences).toEqual(sequences.toSorted((a: number, b: number) => a - b));
  expect([chain.first_sequence, chain.last_sequence]).toEqual([sequences[0], sequences.at(-1)]);
});

test('it names the head of the chain, and the last checkpoint', async () => {
  const { id } = await answeredOnPage();
  await addCheckpoints(handover.db, createSecrets(handover.config.HANDOVER_SECRET).auditSigner, new Date());
  const { head, checkpoint, last_sequence } = (await recordOf(id)).chain;
  expect(checkpoint.sequence).toBeGreaterThanOrEqual(last_sequence);
  expect(head.sequence).toBeGreaterThanOrEqual(checkpoint.sequence);
  expect([head.hash, checkpoint.hash, checkpoint.at]).toEqual([HASH, HASH, TIME]);
});

test('an answer that was refused is there, with who gave it and why it was refused, and none of its text', async () => {
  const { id, approver, link } = await answeredOnPage();
  const body = new URLSearchParams({ verdict: 'deny', note: 'Not this one.' });
  await fetch(link, { method: 'POST', body, headers: { origin: handover.url } });
  const { answers } = await recordOf(id);
  const refused = { author: approver, via: 'page', verdict: 'deny', notes: null, fate: 'refused' };
  expect(answers).toMatchObject([{ fate: 'counted' }, { ...refused, refused_because: 'ALREADY_RESOLVED' }]);
});

test('everyone who was asked in each step is there, with the steps as requested', async () => {
  people += 1;
  const [ann, ben, cat] = ['ann', 'ben', 'cat'].map((name) => `${name}${people}@company.com`);
  const steps = [{ name: 'Legal', approvers: [ann, ben] }, { approvers: [cat] }];
  const id = await handover.ask({ approver: undefined, steps, on_timeout: 'deny' });
  await handover.answer(id, { action: 'approve', resolved_by: ben });
  await handover.call('POST', `/decisions/${id}/reassign`, { from: cat, to: 'dan@company.com' });
  const { request, asked, answers } = await recordOf(id);
  expect(request).toMatchObject({ on_timeout: 'deny', steps: [{ name: 'Legal', approvers: [ann, ben], need: 1 }, {}] });
  expect(asked).toMatchObject([
    { step: 0, recipient: ann, status: 'withdrawn', answered_at: null },
    { step: 0, recipient: ben, status: 'approved', answered_at: TIME },
    { step: 1, recipient: cat, status: 'delegated', delegated_to: 'dan@company.com' },
    { step: 1, recipient: 'dan@company.com', status: 'asked', from: TIME },
  ]);
  expect(answers).toMatchObject([{ author: ben, via: 'api', fate: 'counted', actor: { type: 'api_key' } }]);
});

test('after an escalation both who were asked are there, each with their time', async () => {
  const over = { backup_approver: 'ben@company.com', timeout_minutes: 30, escalate_after_minutes: 0.02 };
  const id = await handover.ask({ approver: 'ann@company.com', ...over });
  await handover.mailbox.to('ben@company.com');
  const isTold = async () => ((record) => record.asked[1]?.notified_at && record)(await recordOf(id));
  const { asked, timeline } = await until('the backup is told', isTold);
  expect(asked).toMatchObject([
    { role: 'approver', recipient: 'ann@company.com', notified_at: TIME, answered_at: null },
    { role: 'backup', recipient: 'ben@company.com', from: asked[0].until, notified_at: TIME },
  ]);
  expect(timeline.map(({ type }: { type: string }) => type)).toContain('decision.escalated');
});

test('on the webhook channel the asking is the callback, and every delivery is there with its tries', async () => {
  const id = await handover.ask({ channel: 'webhook', callback_url: handover.receiver.url });
  await deliveryOnce(handover, id, 'delivered', ({ status }) => status === 'delivered');
  const { asked, deliveries } = await recordOf(id);
  expect(deliveries).toMatchObject([{ event: 'decision.created', attempts: [{ number: 1, status_code: 200 }] }]);
  expect(asked).toMatchObject([{ channel: 'webhook', notified_at: deliveries[0].attempts[0].at, opened_at: null }]);
});

test('a rule of the policy is named: who was asked in whose place, or that nobody was', async () => {
  const rule = (name: string, then: object) => ({ name, when: { keywords: [name] }, then });
  const route = rule('route', { outcome: 'ask', approver: 'cfo@company.com' });
  await handover.call('PUT', '/policy', { rules: [route, rule('allow', { outcome: 'approve' })] });
  const routed = await recordOf(await handover.ask({ action: 'route this' }));
  expect(routed).toMatchObject({
    policy_version: { rule: 'route', version: 1 },
    asked: [{ recipient: 'cfo@company.com' }],
  });
  expect([routed.request.approver, routed.shown.content.approver]).toEqual(['sarah@company.com', 'cfo@company.com']);
  const allowed = await recordOf(await handover.ask({ action: 'allow this' }));
  const outcome = { status: 'approved', resolved_by: 'policy', auto_resolved: true };
  expect(allowed).toMatchObject({ policy_version: { rule: 'allow' }, asked: [], answers: [], outcome });
});

test('after an erasure the record keeps who, when and what was decided, and no word', async () => {
  const { id, approver } = await answeredOnPage();
  const before = await recordOf(id);
  const storage = await storageOf(handover);
  await eraseDecision(handover.db, id, {
    cause: 'request',
    person: approver,
    at: new Date(),
    storage,
    replyOf: () => '{}',
  });
  const { asked, answers, shown, erased_at, ...rest } = await recordOf(id);
  expect(rest).toMatchObject({
    request: { action: '[erased]', context: null, trace: [] },
    outcome: { status: 'approved' },
  });
  expect(asked).toEqual([{ ...before.asked[0], recipient: '[erased]' }]);
  expect(answers).toMatchObject([{ author: '[erased]', notes: null, verdict: 'approve', fate: 'counted' }]);
  expect([erased_at, shown.content_hash]).toEqual([TIME, before.shown.content_hash]);
});

test('it needs decisions:read, and is 404 for what is not there', async () => {
  const id = await handover.ask();
  const { workspaceId } = await handover.db.apiKey.findFirstOrThrow();
  const secrets = createSecrets(handover.config.HANDOVER_SECRET);
  const { apiKey } = await createKey(handover.db, secrets, workspaceId, 'writer', ['decisions:write']);
  const { body } = await apiClient(handover.url, apiKey).call('GET', `/decisions/${id}/record`);
  expect([body.code, body.error]).toEqual(['FORBIDDEN', expect.stringContaining('decisions:read')]);
  expect((await handover.call('GET', `/decisions/${newId()}/record`)).status).toBe(404);
});
