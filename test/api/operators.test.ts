import { Client, Connection } from '@temporalio/client';
import { createSecrets } from '../../platform/secrets';
import { deliveriesOf } from '../support/deliveries';
import { type Harness, startHarness } from '../support/harness';
import { foundIn, historyText } from '../support/history';
import { outcomeOf } from '../support/outcome';
import { startReceiver } from '../support/receiver';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const handleOf = (id: string) => handover.temporal.workflow.getHandle(`decision-${id}`);
/** What Temporal's UI shows as current details. */
const expectDetails = (id: string, details: string) =>
  until(`the details are: ${details}`, async () => {
    await descriptionOf(id);
    const metadata = await handleOf(id).query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails === details;
  });
/** A time as the details write it. */
const minute = (time: unknown) => `${String(time).slice(0, 16).replace('T', ' ')} UTC`;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
/** What Temporal says about it, once it has started: a create does not wait for Temporal. */
const descriptionOf = (id: string) =>
  until('it has started', () =>
    handleOf(id)
      .describe()
      .catch(() => undefined),
  );

test('a decision is one workflow, by the name decision-<id>', async () => {
  const id = await handover.ask();
  const description = await descriptionOf(id);
  expect(description).toMatchObject({ workflowId: `decision-${id}`, type: 'decision', status: { name: 'RUNNING' } });
});

test('the details say in plain words what is waited for, and until when', async () => {
  const backup = { backup_approver: 'backup@company.com', escalate_after_minutes: 30, timeout_minutes: 60 };
  const id = await handover.ask(backup);
  const { created_at } = await handover.get(id);
  const half = new Date(Date.parse(created_at) + 1_800_000).toISOString();
  await expectDetails(id, `Waiting for an approval until ${minute(half)}.`);
});

test('the details follow an escalation, and then the outcome', async () => {
  const backup = { backup_approver: 'backup@company.com', escalate_after_minutes: 0.02, timeout_minutes: 60 };
  const id = await handover.ask({ ...backup, callback_url: handover.receiver.url });
  await handover.receiver.next(({ body }) => body.decision.id === id && body.event === 'decision.escalated');
  const { expires_at } = await handover.get(id);
  await expectDetails(id, `Waiting for an approval until ${minute(expires_at)}; the backups have been asked.`);
  await handover.answer(id, { action: 'deny' });
  await expectDetails(id, 'Over: denied.');
});

test('the details of a decision without a deadline, and of one that waits for its time', async () => {
  const id = await handover.ask({ timeout_minutes: null, response_type: { type: 'schedule' } });
  await expectDetails(id, 'Waiting for an approval.');
  const execute_at = inAnHour();
  await handover.answer(id, { action: 'approve', execute_at });
  await expectDetails(id, `Approved and scheduled: waiting until ${minute(execute_at)}, then the agent is told.`);
});

test('the signals in the history say what happened, without text and names', async () => {
  const id = await handover.ask({ timeout_minutes: 60, response_type: { type: 'schedule' } });
  await descriptionOf(id);
  await handover.call('POST', `/decisions/${id}/extend`, { minutes: 5 });
  await handover.answer(id, { action: 'approve', execute_at: inAnHour(), notes: 'Okapi' });
  const notes = await until('both signals have arrived', async () => {
    const { events } = await handleOf(id).fetchHistory();
    const signals = (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes ?? []);
    const texts = signals.map(({ input }) => Buffer.from(input?.payloads?.[0]?.data ?? []).toString());
    return texts.length >= 2 && texts;
  });
  expect(notes).toEqual(['"extend, revision 2"', '"answer: approve, revision 3"']);
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
  const outcome = outcomeOf(new Client({ connection, namespace }), id);
  await handover.answer(id, { action: 'approve', notes: 'Go.' });
  expect(await outcome).toEqual({ id, status: 'approved', executeAt: null, isDue: false });
  await connection.close();
});

test('cancelling in Temporal is a denial: recorded, told to the agent, and told to the next who answers', async () => {
  const id = await handover.ask({ callback_url: handover.receiver.url });
  await descriptionOf(id);
  await handleOf(id).cancel();
  expect(await outcomeOf(handover.temporal, id)).toMatchObject({ status: 'denied' });
  const cancelled = { status: 'denied', cancelled: true, resolved_via: 'cancel', resolved_by: 'temporal' };
  expect(await handover.get(id)).toMatchObject(cancelled);
  const { body } = await handover.receiver.next((callback) => callback.body.decision.id === id);
  expect(body).toMatchObject({ event: 'decision.resolved', decision: { status: 'denied', action_permitted: false } });
  expect(await handover.answer(id, { action: 'approve' })).toMatchObject({ status: 409 });
});

test('a scheduled decision can be cancelled in Temporal until its time', async () => {
  const id = await handover.ask({ response_type: { type: 'schedule' } });
  await handover.answer(id, { action: 'approve', execute_at: inAnHour() });
  await descriptionOf(id);
  await handleOf(id).cancel();
  expect(await outcomeOf(handover.temporal, id)).toMatchObject({ status: 'denied', executeAt: null, isDue: false });
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
  await outcomeOf(handover.temporal, id);
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
  return ['a1', 'a2'].map((assignment) => secrets.linkToken(id, assignment));
}

async function idsOf(query: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of handover.temporal.workflow.list({ query })) ids.push(workflowId);
  return ids;
}
