import { Agent, request } from 'undici';
import type { Side } from './side';

export interface ProductSide extends Side {
  create(callbackUrl?: string): Promise<string>;
}

const QUESTION = {
  action: 'Send contract to Acme Corp for $48,000/year',
  context: 'Customer requested enterprise plan after 3 sales calls.',
  approver: 'sarah@company.com',
  urgency: 'high',
};

/** Handover over HTTP, as an agent calls it. */
export function productSide(url: string, apiKey: string): ProductSide {
  const dispatcher = new Agent({ connections: 64 });
  const post = async (path: string, body: unknown, expected: number): Promise<{ id: string }> => {
    const reply = await request(`${url}${path}`, {
      method: 'POST',
      dispatcher,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await reply.body.text();
    if (reply.statusCode !== expected) throw new Error(`${path} answered ${reply.statusCode}: ${text}`);
    return JSON.parse(text);
  };
  return {
    name: 'Handover',
    create: async (callbackUrl) => {
      const question = callbackUrl ? { ...QUESTION, callback_url: callbackUrl } : QUESTION;
      return (await post('/decisions', question, 201)).id;
    },
    resolve: async (id) => {
      await post(`/decisions/${id}/resolve`, { action: 'approve' }, 200);
    },
    close: () => dispatcher.close(),
  };
}
