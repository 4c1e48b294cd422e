import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { TASK_QUEUES } from '../contract/workflow-names';

const ID = 'handover-reconcile';

/** Sees to it that `reconcile` runs every so many seconds, once for all workers. */
export async function ensureSchedule({ schedule }: Client, everySeconds: number): Promise<void> {
  const spec = { intervals: [{ every: everySeconds * 1_000 }] };
  const action = {
    type: 'startWorkflow',
    workflowType: 'reconcile',
    taskQueue: TASK_QUEUES.decisions,
    workflowId: ID,
  } as const;
  try {
    await schedule.create({ scheduleId: ID, spec, action, policies: { overlap: 'SKIP', catchupWindow: '1 minute' } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(ID).update((current) => ({ ...current, spec, action }));
  }
}
