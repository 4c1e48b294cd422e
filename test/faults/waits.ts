import type { Product } from '../support/processes';
import { until } from '../support/until';

/** For what takes seconds, on a machine that is busy with other tests too. */
export const AMPLE = 90_000;

/** Waits until the approver of each of these decisions is told. */
export async function told({ db }: Product, ...ids: readonly string[]): Promise<void> {
  const where = { decisionId: { in: [...ids] }, notifiedAt: { not: null } };
  await until('every approver is told', async () => (await db.link.count({ where })) === ids.length, AMPLE);
}

/** The delivery of a decision's outcome, with every try. */
export async function deliveryOf({ db }: Product, decisionId: string) {
  const include = { attempts: { orderBy: { number: 'asc' } } } as const;
  return db.delivery.findFirstOrThrow({ where: { decisionId }, include });
}
