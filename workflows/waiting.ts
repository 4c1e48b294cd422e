import * as wf from '@temporalio/workflow';
import type { Effects } from './effects';

/** A timer of Temporal holds 292 years, counted in nanoseconds, so a longer wait is made of several. */
const LONGEST_WAIT_MS = 365 * 86_400_000;
/** Temporal suggests continuing as new, but its time-skipping server never does. It ends a workflow with 51,200 events. */
const MANY_EVENTS = 4_000;
const TOO_MANY_EVENTS = 20_000;

/**
 * Rings at the moment that was set last. A timer that is no longer needed is left to fire unheard: stopping it would be
 * one more command, and a timer that can be stopped costs the worker several times as much.
 */
export class Alarm {
  private readonly running = new Set<number>();
  private at: number | null = null;

  constructor(private readonly ring: () => void) {}

  /** `at`: the moment, which tells timers apart. `ms`: how long until then, by PostgreSQL's clock. Null: never. */
  set(at: number | null, ms: number | null): void {
    this.at = at;
    if (at === null || ms === null || this.running.has(at)) return;
    this.running.add(at);
    void wf.sleep(Math.min(ms, LONGEST_WAIT_MS)).then(() => {
      this.running.delete(at);
      if (this.at === at) this.ring();
    });
  }
}

/**
 * Whether to continue in a new run. Activities under way would end with this one and be done again by the next, so they
 * are waited for, but not if the history keeps growing meanwhile.
 */
export function isLong({ areIdle }: Effects): boolean {
  const { continueAsNewSuggested, historyLength } = wf.workflowInfo();
  return historyLength > TOO_MANY_EVENTS || (areIdle && (continueAsNewSuggested || historyLength > MANY_EVENTS));
}
