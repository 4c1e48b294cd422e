import { request } from 'undici';
import { type ProductSide, productSide } from './product-side';

/** A quota and a limit that are counted and never reached. */
export const HIGH_LIMITS = 'decisions_per_month=100000000, create=900000/1m';

const RULES = 20;

/** The product with all that may stand before a create: its key has rules, none of which is met, and every create is counted. */
export async function guardedSide(url: string, apiKey: string): Promise<ProductSide> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const post = async (method: 'POST' | 'PUT', path: string, body: unknown) => {
    const reply = await request(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`${path} answered ${reply.statusCode}: ${text}`);
    return JSON.parse(text);
  };
  const { id, key } = await post('POST', '/auth/api-keys', { name: 'guarded' });
  const rules = Array.from({ length: RULES }, (_, index) => ({
    name: `rule ${index}`,
    when: { keywords: [`refund-${index}`, 'invoice', 'production'], amount: { lt: 50 } },
    then: { outcome: 'approve' },
  }));
  await post('PUT', `/policy?api_key_id=${id}`, { rules });
  return { ...productSide(url, key), name: 'with everything on' };
}
