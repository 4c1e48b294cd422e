import type { RequestHandler, Response } from 'express';
import { isId, newId } from '../../platform/ids';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';

declare global {
  namespace Express {
    interface Locals {
      requestId: string;
      /** For the log line. */
      decisionId?: string;
      apiKeyId?: string;
    }
  }
}

/** Gives each request an id, and writes one log line and one measurement when it ends. Paths are logged as routes, because links are secrets. */
export function logRequests(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.locals.requestId = newId();
    response.set('X-Request-Id', response.locals.requestId);
    response.once('close', () => {
      const ms = performance.now() - started;
      const route = request.route
        ? `${request.baseUrl}${String(request.route.path)}`.replace(/(.)\/$/, '$1')
        : 'unknown';
      const { requestId: request_id, decisionId: decision_id, apiKeyId: api_key_id } = response.locals;
      const { method } = request;
      const { statusCode: status } = response;
      metrics.requests.observe({ route, method, status }, ms / 1_000);
      log.info({ request_id, method, route, status, ms: Math.round(ms * 10) / 10, decision_id, api_key_id }, 'request');
    });
    next();
  };
}

/** Names the decision in the log line of this request. Anything that is not an id is left out. */
export function noteDecision({ locals }: Response, id = ''): void {
  if (isId(id)) locals.decisionId = id;
}
