import type { Clock } from '../platform/clock';
import type { Db } from '../store/db';
import { countMade } from '../store/quota';
import { monthOf } from './quota';
import type { Tier } from './tiers';

/** What a workspace has made of its tier's decisions in this calendar month, in UTC. */
export async function usageOf({ db, tier, clock }: { db: Db; tier: Tier; clock: Clock }, workspaceId: string) {
  const month = monthOf(clock());
  return {
    decisions: await countMade(db.sql, workspaceId, month),
    limit: tier.decisionsPerMonth,
    resets_at: month.until.toISOString(),
  };
}
