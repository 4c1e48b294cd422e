import { createServer } from 'node:http';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type Serving, serve } from './serve';

interface Counted {
  readonly status: string;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
}

/** The metrics of one process, in a registry of their own. */
export function createMetrics() {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const decisions = new Counter({
    name: 'handover_decisions_total',
    help: 'Decisions that reached a status',
    labelNames: ['status'] as const,
    registers,
  });
  const timeToDecision = new Histogram({
    name: 'handover_time_to_decision_seconds',
    help: 'Time from creation to the answer',
    buckets: [10, 60, 300, 900, 3600, 4 * 3600, 24 * 3600, 7 * 24 * 3600],
    registers,
  });
  return {
    registry,
    /** Counts a decision that reached a status and, if it was answered, how long that took. */
    count({ status, createdAt, resolvedAt }: Counted, answered: boolean): void {
      decisions.inc({ status });
      if (answered && resolvedAt) timeToDecision.observe((resolvedAt.getTime() - createdAt.getTime()) / 1_000);
    },
    requests: new Histogram({
      name: 'handover_http_request_seconds',
      help: 'Time to reply, by route, method and status',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    }),
    rateLimited: new Counter({
      name: 'handover_rate_limited_total',
      help: 'Requests refused with 429, by the limit that was exceeded',
      labelNames: ['bucket'] as const,
      registers,
    }),
    notificationFailures: new Counter({
      name: 'handover_notification_failures_total',
      help: 'Failed attempts to notify an approver',
      labelNames: ['channel'] as const,
      registers,
    }),
    deliveryFailures: new Counter({
      name: 'handover_delivery_failures_total',
      help: 'Failed attempts to deliver a callback',
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

/** Serves `/metrics` for Prometheus on its own port. `more` adds metrics from another source, such as Temporal's SDK. */
export function serveMetrics(
  { registry }: Pick<Metrics, 'registry'>,
  { port, host, more }: { port: number; host?: string | undefined; more?: () => Promise<string> },
): Promise<Serving> {
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    const text = `${await registry.metrics()}${more ? await more().catch(() => '') : ''}`;
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  });
  return serve(server, { port, host });
}
