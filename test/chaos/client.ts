import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecrets } from '../../platform/secrets';
import type { Product } from './product';
import type { Random } from './random';

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: replies differ, and each caller knows its own
  readonly body: any;
}

/** Agents and approvers: they call any API, and turn to another when one does not answer. */
export interface Caller {
  /** A request of an agent, repeated with one Idempotency-Key until it is answered; null if it never is. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply | null>;
  /** A form that an approver sends, once; null if no reply came. */
  send(
    decisionId: string,
    assignmentId: string,
    form: Readonly<Record<string, string>>,
    page?: string,
  ): Promise<Reply | null>;
}

const ATTEMPTS = 40;
const PAUSE_MS = 500;
const PATIENCE_MS = 10_000;

export function createCaller({ apiUrls, apiKey, secret, publicUrl }: Product, random: Random): Caller {
  const secrets = createSecrets(secret);
  return {
    call: async (method, path, body) => {
      const headers = {
        ...{ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      };
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const text = body === undefined ? {} : { body: JSON.stringify(body) };
        const reply = await request(`${random.pick(apiUrls)}${path}`, { method, headers, ...text });
        if (reply && reply.status < 500 && reply.body?.code !== 'IDEMPOTENCY_IN_FLIGHT') return reply;
        await sleep(PAUSE_MS);
      }
      return null;
    },
    send: (decisionId, assignmentId, form, page = '') =>
      request(`${random.pick(apiUrls)}/d/${secrets.linkToken(decisionId, assignmentId)}${page}`, {
        ...{ method: 'POST', redirect: 'manual', headers: { origin: publicUrl } },
        body: new URLSearchParams(form),
      }),
  };
}

/** Null where the connection broke or took too long. */
async function request(url: string, init: RequestInit): Promise<Reply | null> {
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.startsWith('application/json');
    return { status: reply.status, body: isJson ? JSON.parse(text) : null };
  } catch {
    return null;
  }
}
