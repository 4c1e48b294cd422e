/** Until when a rung is asked, in milliseconds since the epoch; null: no limit. Absolute, so that a late start or a long outage moves no deadline. */
export interface Rung {
  readonly until: number | null;
}

const MINUTE = 60_000;

/** The part of a decision that says who is asked and for how long. */
export interface Asked {
  readonly approver: string;
  readonly backupApprover: string | null;
  readonly createdAt: Date;
  /** null: never ends. */
  readonly timeoutMinutes: number | null;
  readonly escalateAfterMinutes: number | null;
}

/**
 * The rungs of a decision: first the approver, then the backup.
 * With `escalateAfterMinutes` the backup has the rest of the time; without it the approver has all of it and the
 * backup as long again. A decision without an end and without an escalation time never leaves its first rung.
 */
export function ladderOf({ backupApprover, createdAt, timeoutMinutes, escalateAfterMinutes }: Asked): readonly Rung[] {
  const after = (minutes: number | null): Rung => ({
    until: minutes === null ? null : createdAt.getTime() + Math.round(minutes * MINUTE),
  });
  if (backupApprover === null) return [after(timeoutMinutes)];
  if (escalateAfterMinutes !== null) return [after(escalateAfterMinutes), after(timeoutMinutes)];
  if (timeoutMinutes === null) return [after(null)];
  return [after(timeoutMinutes), after(2 * timeoutMinutes)];
}

/** Who the rung at this height asks, by address. */
export function askedAt(decision: Asked, height: number): string {
  return height === 0 ? decision.approver : (decision.backupApprover ?? decision.approver);
}

/** When answers stop to count, or null for never. */
export function lastDeadline(decision: Asked): Date | null {
  const until = ladderOf(decision).at(-1)?.until ?? null;
  return until === null ? null : new Date(until);
}

/** What `expires_at` says before an escalation: creation plus `timeout_minutes`. */
export function firstExpiry({ createdAt, timeoutMinutes }: Asked): Date | null {
  return timeoutMinutes === null ? null : new Date(createdAt.getTime() + Math.round(timeoutMinutes * MINUTE));
}
