import type { DecisionReply } from '../../contract/replies/decision';
import { expectDocumented } from './documented';

export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a reply holds is what the test is about
  readonly body: any;
}
export type Shown = DecisionReply & { readonly enforce?: boolean; readonly action_permitted?: boolean };

/** The API as an agent calls it. */
export interface ApiClient {
  /** One request with the harness's key; `headers` may replace it. Throws where the reply is not as the OpenAPI document says. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiReply>;
  /** Creates a decision (the quick start's, unless told otherwise) and returns its id. */
  ask(over?: Record<string, unknown>): Promise<string>;
  get(id: string, query?: string): Promise<Shown>;
  answer(id: string, body: Record<string, unknown>): Promise<ApiReply>;
}

export const QUICK_START = {
  action: 'Send contract to Acme Corp for $48,000/year',
  context: 'Customer requested enterprise plan after 3 sales calls.',
  approver: 'sarah@company.com',
  urgency: 'high',
};

export function apiClient(url: string, apiKey: string): ApiClient {
  const call: ApiClient['call'] = async (method, path, body, headers = {}) => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await reply.text();
    const contentType = reply.headers.get('content-type');
    const parsed = contentType?.startsWith('application/json') ? JSON.parse(text) : text;
    expectDocumented({ method, path, status: reply.status, contentType, body: parsed });
    return { status: reply.status, headers: reply.headers, body: parsed };
  };
  return {
    call,
    ask: async (over = {}) => {
      const { status, body } = await call('POST', '/decisions', { ...QUICK_START, ...over });
      if (status !== 201) throw new Error(`create answered ${status}: ${JSON.stringify(body)}`);
      return body.id;
    },
    get: async (id, query = '') => (await call('GET', `/decisions/${id}${query}`)).body,
    answer: (id, body) => call('POST', `/decisions/${id}/resolve`, body),
  };
}
