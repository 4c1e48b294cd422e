import type { Clock } from '../platform/clock';
import type { Db } from '../store/db';
import { countSince } from '../store/decisions';
import type { Tier } from './tiers';

/** What a workspace has made of its tier's decisions in this calendar month, in UTC. */
export async function usageOf({ db, tier, clock }: { db: Db; tier: Tier; clock: Clock }, workspaceId: string) {
  const now = clock();
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return {
    decisions: await countSince(db, workspaceId, new Date(Date.UTC(year, month))),
    limit: tier.decisionsPerMonth,
    resets_at: new Date(Date.UTC(year, month + 1)).toISOString(),
  };
}
