import { Client, Connection } from '@temporalio/client';
import { createSecrets } from '../../platform/secrets';
import { deliveriesOf } from '../support/deliveries';
import { type Harness, startHarness } from '../support/harness';
import { foundIn, historyText } from '../support/history';
import { startReceiver } from '../support/receiver';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const handleOf = (id: string) => handover.temporal.workflow.getHandle(`decision-${id}`);
/** What Temporal's UI shows as current details. */
const detailsOf = async (id: string) =>
  (await handleOf(id).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails;
/** A time as the details write it. */
const minute = (time: unknown) => `${String(time).slice(0, 16).replace('T', ' ')} UTC`;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
/** What Temporal says of it, once it has started: the API does not wait for that for long. */
const descriptionOf = (id: string) =>
  until('it has started', () =>
    handleOf(id)
      .describe()
      .catch(() => undefined),
  );

test('a decision is one workflow, by the name decision-<id>, with the action as its summary', async () => {
  const id = await handover.ask({ action: 'Refund order 1234\n  to Jane' });
  const description = await descriptionOf(id);
  expect(description).toMatchObject({ workflowId: `decision-${id}`, type: 'decision', status: { name: 'RUNNING' } });
  expect(await description.staticSummary()).toBe('Refund order 1234 to Jane');
});

test('a long action is cut to 200 characters in the summary', async () => {
  const id = await handover.ask({ action: 'x'.repeat(600) });
  expect(await (await descriptionOf(id)).staticSummary()).toBe('x'.repeat(200));
});

test.each([
  ['accented', 'é'],
  ['Chinese', '漢'],
  ['emoji', '😀'],
])('a long action of %s letters is cut in the summary, and its approver is asked', async (name, letter) => {
  const approver = `${name.toLowerCase()}@company.com`;
  const id = await handover.ask({ action: letter.repeat(600), approver });
  await handover.mailbox.to(approver);
  const summary = (await (await descriptionOf(id)).staticSummary()) ?? '';
  expect(summary).toMatch(new RegExp(`^(${letter})+$`, 'u'));
  expect([...summary].length).toBeLessThanOrEqual(200);
});

test('the details say in plain words who is asked until when, and what comes next', async () => {
  const backup = { backup_approver: 'backup@company.com', escalate_after_minutes: 30, timeout_minutes: 60 };
  const id = await handover.ask(backup);
  const { created_at } = await handover.get(id);
  const half = new Date(Date.parse(created_at) + 1_800_000).toISOString();
  expect(await detailsOf(id)).toBe(`Waiting for the approver until ${minute(half)}, then the backup is asked.`);
});

test('the details follow an escalation, and then the outcome', async () => {
  const backup = { backup_approver: 'backup@company.com', escalate_after_minutes: 0.02, timeout_minutes: 60 };
  const id = await handover.ask({ ...backup, callback_url: handover.receiver.url });
  await handover.receiver.next(({ body }) => body.decision.id === id && body.event === 'decision.escalated');
  const { expires_at } = await handover.get(id);
  expect(await detailsOf(id)).toBe(`Waiting for the backup until ${minute(expires_at)}, then it expires.`);
  await handover.answer(id, { action: 'deny' });
  expect(await detailsOf(id)).toBe('Over: denied.');
});

test('the details of a decision without a deadline, and of one that waits for its time', async () => {
  const id = await handover.ask({ timeout_minutes: null, response_type: { type: 'schedule' } });
  expect(await detailsOf(id)).toBe('Waiting for the approver.');
  const execute_at = inAnHour();
  await handover.answer(id, { action: 'approve', execute_at });
  const waiting = `Approved for later: waiting until ${minute(execute_at)}, then the agent is told.`;
  expect(await detailsOf(id)).toBe(waiting);
});

test('operators filter decisions by urgency, key, workspace and deadline', async () => {
  const wanted = await handover.ask({ urgency: 'critical', timeout_minutes: 600 });
  await handover.ask({ urgency: 'critical', timeout_minutes: 5 });
  await handover.ask({ urgency: 'low', timeout_minutes: 600 });
  const { id: key, workspaceId } = await handover.db.apiKey.findFirstOrThrow();
  const later = new Date(Date.now() + 7_200_000).toISOString();
  const whose = `HandoverWorkspace = '${workspaceId}' AND HandoverApiKey = '${key}'`;
  const query = `${whose} AND HandoverUrgency = 'critical' AND HandoverDeadline > '${later}'`;
  const found = await until('visibility knows of it', async () => {
    const ids = await idsOf(query);
    return ids.length > 0 && ids;
  });
  expect(found).toEqual([`decision-${wanted}`]);
  expect(await idsOf(query.replace(key, workspaceId))).toEqual([]);
});

test('a back-end service with nothing but a Temporal client awaits the outcome', async () => {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = handover.config;
  const connection = await Connection.connect({ address });
  const id = await handover.ask();
  const result = new Client({ connection, namespace }).workflow.getHandle(`decision-${id}`).result();
  await handover.answer(id, { action: 'approve', notes: 'Go.' });
  const over = { status: 'approved', answerId: expect.any(String), answeredAt: expect.any(Number) };
  expect(await result).toEqual({ id, ...over, executeAt: null, due: false });
  await connection.close();
});

test('cancelling in Temporal is a denial: recorded, told to the agent, and told to the next who answers', async () => {
  const id = await handover.ask({ callback_url: handover.receiver.url });
  await handleOf(id).cancel();
  expect(await handleOf(id).result()).toMatchObject({ status: 'denied' });
  const cancelled = { status: 'denied', cancelled: true, resolved_via: 'cancel', resolved_by: 'temporal' };
  expect(await handover.get(id)).toMatchObject(cancelled);
  const { body } = await handover.receiver.next((callback) => callback.body.decision.id === id);
  expect(body).toMatchObject({ event: 'decision.resolved', decision: { status: 'denied', action_permitted: false } });
  expect(await handover.answer(id, { action: 'approve' })).toMatchObject({ status: 409 });
});

test('a scheduled decision can be cancelled in Temporal until its time', async () => {
  const id = await handover.ask({ response_type: { type: 'schedule' } });
  await handover.answer(id, { action: 'approve', execute_at: inAnHour() });
  await handleOf(id).cancel();
  expect(await handleOf(id).result()).toMatchObject({ status: 'denied', executeAt: null, due: false });
  expect(await handover.get(id)).toMatchObject({ status: 'denied', cancelled: true, execute_at: null });
});

test('no history holds an address, a word that somebody wrote, a link or a secret', async () => {
  const receiver = await startReceiver();
  const words = {
    action: 'Wire it to Zanzibar',
    context: 'Quokka context',
    agent: 'Wombat agent',
    metadata: { m: 'Numbat' },
  };
  const people = { approver: 'alma@company.com', backup_approver: 'bert@company.com', escalate_after_minutes: 0.02 };
  const id = await handover.ask({ ...words, ...people, timeout_minutes: 60, callback_url: `${receiver.url}/echidna` });
  await handover.mailbox.to('bert@company.com');
  receiver.answer(410);
  await handover.answer(id, { action: 'modify', notes: 'Dugong note', resolved_by: 'Cora' });
  await handleOf(id).result();
  const failed = (await deliveriesOf(handover, id)).find(({ status }) => status === 'failed');
  await handover.call('POST', `/decisions/${id}/deliveries/${failed?.id}/redeliver`);
  await handover.temporal.workflow.result(`delivery-${failed?.id}`);

  const ids = [`decision-${id}`, `delivery-${failed?.id}`];
  const kept = (await Promise.all(ids.map((one) => historyText(handover.temporal, one)))).join('\n');
  expect(foundIn(kept, [id, String(failed?.id), 'escalated', 'modified'])).toHaveLength(4);
  const secrets = [handover.key.apiKey, handover.key.webhookSecret, handover.config.HANDOVER_SECRET, ...tokensOf(id)];
  const written = ['Zanzibar', 'Quokka', 'Wombat', 'Numbat', 'Dugong', 'Cora', 'echidna', 'alma', 'bert', '@company'];
  expect(foundIn(kept, [...secrets, ...written])).toEqual([]);
  await receiver.close();
});

/** The tokens of both approvers' links. */
function tokensOf(id: string): readonly string[] {
  const secrets = createSecrets(handover.config.HANDOVER_SECRET);
  return ['alma@company.com', 'bert@company.com'].map((recipient) => secrets.linkToken(id, recipient));
}

async function idsOf(query: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of handover.temporal.workflow.list({ query })) ids.push(workflowId);
  return ids;
}
