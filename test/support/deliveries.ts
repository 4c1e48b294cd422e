import type { ApiClient } from './api-client';
import { until } from './until';

/** A delivery as `GET /decisions/:id/deliveries` shows it. */
export interface ShownDelivery {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly next_attempt_at: string | null;
  readonly attempts: readonly ShownAttempt[];
}
export interface ShownAttempt {
  readonly number: number;
  readonly at: string;
  readonly status_code: number | null;
  readonly error: string | null;
  readonly duration_ms: number;
}

/** A decision's deliveries, newest first. */
export async function deliveriesOf({ call }: Pick<ApiClient, 'call'>, id: string): Promise<readonly ShownDelivery[]> {
  return (await call('GET', `/decisions/${id}/deliveries`)).body.data;
}

/** The decision's newest delivery once it looks like this; `what` says so in words. */
export async function deliveryOnce(
  api: Pick<ApiClient, 'call'>,
  id: string,
  what: string,
  looks: (delivery: ShownDelivery) => boolean,
  ms?: number,
): Promise<ShownDelivery> {
  const look = async () => (await deliveriesOf(api, id)).slice(0, 1).find(looks);
  return until(`the delivery ${what}`, look, ms);
}
