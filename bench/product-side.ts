import { Agent, request } from 'undici';
import type { Side } from './side';

const QUESTION = {
  action: 'Send contract to Acme Corp for $48,000/year',
  context: 'Customer requested enterprise plan after 3 sales calls.',
  approver: 'sarah@company.com',
  urgency: 'high',
};

export interface ProductOptions {
  readonly url: string;
  readonly apiKey: string;
  /** Without one, no callback is made. */
  readonly callbackUrl?: string;
}

/** Handover over HTTP, as an agent calls it. */
export function productSide({ url, apiKey, callbackUrl }: ProductOptions): Side {
  const dispatcher = new Agent({ connections: 64 });
  const question = callbackUrl ? { ...QUESTION, callback_url: callbackUrl } : QUESTION;
  const post = async (path: string, body: object, expected: number): Promise<{ id: string }> => {
    const reply = await request(`${url}${path}`, {
      ...{ method: 'POST', dispatcher, body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    });
    const text = await reply.body.text();
    if (reply.statusCode !== expected) throw new Error(`${path} answered ${reply.statusCode}: ${text}`);
    return JSON.parse(text);
  };
  return {
    create: async () => (await post('/decisions', question, 201)).id,
    resolve: async (id) => {
      await post(`/decisions/${id}/resolve`, { action: 'approve' }, 200);
    },
  };
}
