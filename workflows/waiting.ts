import * as wf from '@temporalio/workflow';
import type { Effects } from './effects';

/** A timer of Temporal holds 292 years, counted in nanoseconds, so a longer wait is made of several. */
export const LONGEST_WAIT_MS = 365 * 86_400_000;
/** Temporal suggests continuing as new, but its time-skipping server never does. It ends a workflow with 51,200 events. */
const MANY_EVENTS = 4_000;
const TOO_MANY_EVENTS = 20_000;

/** Waits for the condition, or for so many milliseconds (null: for ever). */
export async function wait(met: () => boolean, ms: number | null): Promise<void> {
  if (ms === null) await wf.condition(met);
  else await wf.condition(met, Math.min(ms, LONGEST_WAIT_MS));
}

/**
 * Whether to continue in a new run. Activities under way would end with this one and be done again by the next, so they
 * are waited for, but not if the history keeps growing meanwhile.
 */
export function isLong({ areIdle }: Effects): boolean {
  const { continueAsNewSuggested, historyLength } = wf.workflowInfo();
  return historyLength > TOO_MANY_EVENTS || (areIdle && (continueAsNewSuggested || historyLength > MANY_EVENTS));
}
