import type { Product } from '../support/processes';
import { until } from '../support/until';

/** For what takes seconds, on a machine that is busy with other tests, too. */
export const AMPLE = 90_000;

/** Waits until a message has gone out about each of these decisions, which have one approver each. */
export async function told({ db }: Product, ...ids: readonly string[]): Promise<void> {
  const where = { decisionId: { in: [...ids] }, occasion: 'ask', status: 'sent' };
  await until('every approver is told', async () => (await db.notification.count({ where })) === ids.length, AMPLE);
}

/** The delivery of a decision's outcome, with every attempt. */
export async function deliveryOf({ db }: Product, decisionId: string) {
  const include = { attempts: { orderBy: { number: 'asc' } } } as const;
  return db.delivery.findFirstOrThrow({ where: { decisionId, event: { type: 'decision.resolved' } }, include });
}
