import { request } from 'undici';
import { type ProductOptions, productSide } from './product-side';
import type { Side } from './side';

/** A quota and a limit that are counted and never reached. */
export const HIGH_LIMITS = 'decisions_per_month=100000000, create=900000/1m';

const RULES = 20;

/** The product with everything that may stand before a create: the key has rules, none of which matches, and every create is counted. */
export async function guardedSide({ url, apiKey }: ProductOptions): Promise<Side> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const send = async (method: 'POST' | 'PUT', path: string, body: object) => {
    const reply = await request(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`${path} answered ${reply.statusCode}: ${text}`);
    return JSON.parse(text);
  };
  const { id, key } = await send('POST', '/auth/api-keys', { name: 'guarded' });
  const rules = Array.from({ length: RULES }, (_, index) => ({
    name: `rule ${index}`,
    when: { keywords: [`refund-${index}`, 'invoice', 'production'], amount: { lt: 50 } },
    then: { outcome: 'approve' },
  }));
  await send('PUT', `/policy?api_key_id=${id}`, { rules });
  return productSide({ url, apiKey: key });
}
