import type { WorkflowHandle } from '@temporalio/client';
import { listDeliveries } from '../../store/deliveries';
import { deliveryWorkflowIdOf, TASK_QUEUES, workflowIdOf } from '../../workflows/names';
import { until } from '../support/until';
import type { World } from '../support/world';

/** A second or so, in minutes. */
const SOON = 0.02;
const LATER_MS = 600_000;
/** The documented first attempts at a dead receiver take 35 s, and Slack is tried for a minute. */
const PATIENCE_MS = 120_000;

const ANN = 'ann@company.com';
const BEN = 'ben@company.com';
const DEAD = Array.from({ length: 20 }, () => 503);

type Path = (world: World) => Promise<WorkflowHandle>;

const told = (world: World, id: string, text: string) =>
  until(text, () => world.toldAbout(id).includes(text), PATIENCE_MS);
const calledBack = (world: World, id: string, event: string) =>
  until(event, () => world.eventsOf(id).includes(event), PATIENCE_MS);

async function asked(world: World, request: object = {}): Promise<string> {
  const id = await world.ask(request);
  await told(world, id, `asked ${ANN}`);
  return id;
}
async function ended(world: World, id: string): Promise<WorkflowHandle> {
  await world.outcome(id);
  return world.handle(id);
}
/** Also waits until the message is known to be sent, so that it can be edited. */
async function askedInSlack(world: World, request: object = {}): Promise<string> {
  world.channels.canEdit = true;
  const id = await asked(world, { channel: 'slack', callback_url: null, ...request });
  await until('the message is noted', async () => {
    const rows = await world.context.db.sql`SELECT 1 FROM notifications WHERE decision_id = ${id} AND status = 'sent'`;
    return rows.length > 0;
  });
  return id;
}
async function scheduled(world: World, laterMs: number): Promise<string> {
  const id = await asked(world, { response_type: { type: 'schedule' } });
  await world.answer(id, 'a1', 'approve', { executeAt: Date.now() + laterMs });
  await calledBack(world, id, 'decision.resolved');
  return id;
}
async function signalled(world: World, payloads: { metadata?: Record<string, Uint8Array>; data?: Uint8Array }[]) {
  const id = await asked(world);
  await world.client.workflowService.signalWorkflowExecution({
    namespace: world.client.options.namespace,
    workflowExecution: { workflowId: workflowIdOf(id) },
    signalName: 'changed',
    input: { payloads },
  });
  await world.answer(id, 'a1');
  return ended(world, id);
}
async function undelivered(world: World): Promise<string> {
  world.receiver.answer(...DEAD);
  const id = await asked(world);
  await world.answer(id, 'a1');
  await ended(world, id);
  return id;
}
async function deliveryOf({ context }: World, id: string): Promise<string> {
  const [delivery] = await listDeliveries(context.db, id, { limit: 1 });
  if (!delivery) throw new Error(`there is no delivery of ${id}`);
  return delivery.id;
}
/** A delivery that is requested by hand while the receiver answers like this. */
async function redelivered(world: World, ...statuses: number[]): Promise<WorkflowHandle> {
  const id = await asked(world);
  await world.answer(id, 'a1');
  await ended(world, id);
  const deliveryId = await deliveryOf(world, id);
  await world.context.db.sql`UPDATE deliveries SET status = 'pending' WHERE id = ${deliveryId}`;
  world.receiver.answer(...statuses);
  await world.context.temporal.startDelivery(deliveryId, 0);
  const handle = world.client.workflow.getHandle(deliveryWorkflowIdOf(deliveryId));
  await handle.result();
  return handle;
}

/** Every way that a workflow can take, or be waiting in: what a new version must be able to replay. */
export const PATHS: Readonly<Record<string, Path>> = {
  approved: async (world) => {
    const id = await asked(world);
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'approved-before-anyone-was-asked': async (world) => {
    await world.stopWorkers();
    const id = await world.ask();
    await world.answer(id, 'a1');
    await world.startWorkers();
    return ended(world, id);
  },
  denied: async (world) => {
    const id = await asked(world);
    await world.answer(id, 'a1', 'deny');
    return ended(world, id);
  },
  'modified-without-callback': async (world) => {
    const id = await asked(world, { callback_url: null });
    await world.answer(id, 'a1', 'modify');
    return ended(world, id);
  },
  'without-deadline': async (world) => {
    const id = await asked(world, { timeout_minutes: null });
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  expired: async (world) => ended(world, await world.ask({ timeout_minutes: SOON })),
  'denied-by-timeout': async (world) => ended(world, await world.ask({ timeout_minutes: SOON, on_timeout: 'deny' })),
  'escalated-then-expired': async (world) =>
    ended(world, await world.ask({ timeout_minutes: SOON, backup_approver: BEN })),
  'escalated-then-approved': async (world) => {
    const id = await asked(world, { escalate_after_minutes: SOON, backup_approver: BEN });
    await told(world, id, `asked ${BEN}`);
    await world.answer(id, 'a2');
    return ended(world, id);
  },
  'two-of-three': async (world) => {
    const id = await asked(world, { approvers: [ANN, 'bob@company.com', 'cat@company.com'], need: 2 });
    await world.answer(id, 'a1');
    await calledBack(world, id, 'answer.counted');
    await world.answer(id, 'a2');
    return ended(world, id);
  },
  'two-steps': async (world) => {
    const id = await asked(world, { steps: [{ approvers: [ANN] }, { approvers: [BEN] }] });
    await world.answer(id, 'a1');
    await told(world, id, `asked ${BEN}`);
    await world.answer(id, 'a2');
    return ended(world, id);
  },
  'delegated-then-approved': async (world) => {
    const id = await asked(world);
    await world.change(id, { kind: 'delegate', assignmentId: 'a1', to: BEN });
    await told(world, id, `asked ${BEN}`);
    await world.answer(id, 'a2');
    return ended(world, id);
  },
  'extended-then-expired': async (world) => {
    const id = await asked(world, { timeout_minutes: 1 });
    await world.change(id, { kind: 'extend', byMs: 1_000 });
    return ended(world, id);
  },
  'scheduled-then-due': async (world) => ended(world, await scheduled(world, 4_000)),
  'scheduled-then-cancelled': async (world) => {
    const id = await scheduled(world, LATER_MS);
    await world.change(id, { kind: 'cancel', by: 'agent' });
    return ended(world, id);
  },
  'cancelled-in-temporal': async (world) => {
    const id = await asked(world);
    await world.handle(id).cancel();
    return ended(world, id);
  },
  'continued-after-termination': async (world) => {
    const id = await asked(world);
    await world.handle(id).terminate();
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'webhook-channel': async (world) => {
    const id = await world.ask({ channel: 'webhook' });
    await calledBack(world, id, 'decision.created');
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'mail-away': async (world) => {
    world.channels.away.add('email');
    const id = await world.ask();
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'slack-approved': async (world) => {
    const id = await askedInSlack(world);
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'slack-escalated-then-denied': async (world) => {
    const id = await askedInSlack(world, { escalate_after_minutes: 0.1, backup_approver: BEN });
    await told(world, id, `escalated ${ANN}`);
    await told(world, id, `asked ${BEN}`);
    await world.answer(id, 'a1', 'deny');
    return ended(world, id);
  },
  'slack-away-when-approved': async (world) => {
    const id = await askedInSlack(world);
    world.channels.away.add('slack');
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'slack-unreachable-then-mail': async (world) => {
    world.channels.unreachable.add('slack');
    const id = await asked(world, { channel: 'slack' });
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'slack-away-then-mail': async (world) => {
    world.channels.away.add('slack');
    const id = await asked(world, { channel: 'slack' });
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'signal-without-argument': (world) => signalled(world, []),
  'signal-in-an-unknown-encoding': (world) =>
    signalled(world, [{ metadata: { encoding: Buffer.from('nonsense') }, data: Buffer.from('?') }]),
  'postgres-away': async (world) => {
    const id = await asked(world);
    world.postgres.failures = 8;
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'receiver-gone': async (world) => {
    world.receiver.answer(410);
    const id = await asked(world);
    await world.answer(id, 'a1');
    return ended(world, id);
  },
  'receiver-dead': async (world) => world.handle(await undelivered(world)),
  'receiver-dead-delivery-waiting': async (world) =>
    world.client.workflow.getHandle(deliveryWorkflowIdOf(await deliveryOf(world, await undelivered(world)))),
  'delivery-requested-again': (world) => redelivered(world, 503, 503, 200),
  'delivery-requested-again-receiver-gone': (world) => redelivered(world, 410),
  maintenance: async ({ client }) => {
    const handle = await client.workflow.start('maintenance', {
      ...{ workflowId: 'maintenance', taskQueue: TASK_QUEUES.decisions },
    });
    await handle.result();
    return handle;
  },
  waiting: async (world) => world.handle(await asked(world)),
  'waiting-for-the-backup': async (world) => {
    const id = await asked(world, { escalate_after_minutes: SOON, backup_approver: BEN });
    await told(world, id, `asked ${BEN}`);
    return world.handle(id);
  },
  'waiting-for-the-second-step': async (world) => {
    const id = await asked(world, { steps: [{ approvers: [ANN] }, { approvers: [BEN] }] });
    await world.answer(id, 'a1');
    await told(world, id, `asked ${BEN}`);
    return world.handle(id);
  },
  'waiting-for-its-time': async (world) => world.handle(await scheduled(world, LATER_MS)),
};
