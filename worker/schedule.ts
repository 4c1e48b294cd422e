import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { TASK_QUEUES } from '../contract/workflow-names';

/** The schedule's id, and that of the workflow which it starts. */
export const RECONCILE_SCHEDULE = 'handover-reconcile';

/** Sees to it that `reconcile` runs every so many seconds, once for all workers. */
export async function ensureSchedule({ schedule }: Client, everySeconds: number): Promise<void> {
  const spec = { intervals: [{ every: everySeconds * 1_000 }] };
  const action = {
    type: 'startWorkflow',
    workflowType: 'reconcile',
    taskQueue: TASK_QUEUES.decisions,
    workflowId: RECONCILE_SCHEDULE,
  } as const;
  try {
    await schedule.create({
      scheduleId: RECONCILE_SCHEDULE,
      spec,
      action,
      policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(RECONCILE_SCHEDULE).update((current) => ({ ...current, spec, action }));
  }
}
