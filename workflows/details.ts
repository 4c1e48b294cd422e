import type { Rung } from '../contract/ladder';

/** What Temporal's UI shows an operator about a waiting decision, in plain words. `height` -1: waiting for its scheduled time. */
export function waitingFor({ until }: Rung, height: number, rungs: number): string {
  const time = until === null ? '' : ` until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (height < 0) return `Approved for later: waiting${time}, then the agent is told.`;
  const who = height === 0 ? 'the approver' : 'the backup';
  const next = until === null ? '' : height < rungs - 1 ? ', then the backup is asked' : ', then it expires';
  return `Waiting for ${who}${time}${next}.`;
}
