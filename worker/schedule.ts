import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { TASK_QUEUES } from '../workflows/names';

/** The id of the schedule, and of the workflow that it starts. */
export const MAINTENANCE_SCHEDULE = 'handover-maintenance';

/** Runs `maintenance` every so many seconds, once for all workers. */
export async function ensureSchedule({ schedule }: Client, everySeconds: number): Promise<void> {
  const spec = { intervals: [{ every: everySeconds * 1_000 }] };
  const action = {
    type: 'startWorkflow',
    workflowType: 'maintenance',
    taskQueue: TASK_QUEUES.decisions,
    workflowId: MAINTENANCE_SCHEDULE,
  } as const;
  try {
    await schedule.create({
      scheduleId: MAINTENANCE_SCHEDULE,
      spec,
      action,
      policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(MAINTENANCE_SCHEDULE).update((current) => ({ ...current, spec, action }));
  }
}
