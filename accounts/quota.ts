import type { Metrics } from '../platform/metrics';
import { countMade, makeAlone } from '../store/quota';
import type { Sql } from '../store/sql';
import { rateLimitError } from './limits';
import type { Tier } from './tiers';

/**
 * Lets a workspace make one more decision at this moment, in the transaction that keeps it. Throws RATE_LIMIT when its
 * month is full.
 */
export type Quota = (sql: Sql, workspaceId: string, at: Date) => Promise<void>;

/** Null for a tier without such a number: its creates pay nothing. */
export function createQuota({ decisionsPerMonth: most }: Tier, metrics: Metrics): Quota | null {
  if (most === null) return null;
  return async (sql, workspaceId, at) => {
    const month = monthOf(at);
    await makeAlone(sql, workspaceId);
    if ((await countMade(sql, workspaceId, month)) < most) return;
    metrics.rateLimited.inc({ bucket: 'month' });
    throw rateLimitError(month.until.getTime() - at.getTime());
  };
}

/** The calendar month, in UTC, that a moment lies in. */
export function monthOf(at: Date): { readonly from: Date; readonly until: Date } {
  const first = (later: number) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later));
  return { from: first(0), until: first(1) };
}
