import { jsonObject } from '../../contract/json';
import { livenessReply, notReadyReply, readyReply } from '../../contract/replies/service';
import { isReachable } from '../../store/db';
import { content, defineOperation, json, type Operation } from '../operation';

const PATIENCE_MS = 2_000;

const checkLiveness = defineOperation({
  id: 'checkLiveness',
  method: 'get',
  path: '/health',
  summary: 'Check liveness',
  public: true,
  responses: { 200: json('The process is alive.', livenessReply) },
  handler: async () => ({ status: 200, body: { status: 'ok' } }),
});

const checkReadiness = defineOperation({
  id: 'checkReadiness',
  method: 'get',
  path: '/ready',
  summary: 'Check readiness',
  description: 'Whether the process reaches the database and Temporal.',
  public: true,
  responses: {
    200: json('Both are reached.', readyReply),
    503: json('At least one is not reached.', notReadyReply),
  },
  async handler({ db, temporal }) {
    const [database, reached] = await Promise.all([within(isReachable(db)), within(temporal.isReachable())]);
    const state = { database: stateOf(database), temporal: stateOf(reached) };
    if (database && reached) return { status: 200, body: { status: 'ok', ...state } };
    const away = [database ? null : 'the database', reached ? null : 'Temporal'].filter(Boolean).join(' and ');
    return {
      status: 503,
      headers: { 'Retry-After': '2' },
      body: { status: 'unavailable', ...state, error: `Not reached: ${away}`, code: 'UNAVAILABLE' },
    };
  },
});

const stateOf = (isReached: boolean): 'ok' | 'unreachable' => (isReached ? 'ok' : 'unreachable');

async function within(check: Promise<boolean>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS).unref());
  return Promise.race([check, late]);
}

/** Served by `routes/docs.ts`, which knows every operation. */
const DOCUMENTATION: readonly Operation[] = [
  {
    id: 'getOpenApiDocument',
    method: 'get',
    path: '/openapi.json',
    summary: 'Get OpenAPI document',
    public: true,
    responses: { 200: json('This document: OpenAPI 3.1.', jsonObject) },
  },
  {
    id: 'showApiReference',
    method: 'get',
    path: '/docs',
    summary: 'Show API reference',
    description: 'This document as a page.',
    public: true,
    responses: { 200: content('The page.', 'text/html') },
  },
];

/** The state of this process, and its documentation. */
export const serviceOperations: readonly Operation[] = [checkLiveness, checkReadiness, ...DOCUMENTATION];
