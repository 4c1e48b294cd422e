import { createServer, type IncomingHttpHeaders } from 'node:http';
import { serve } from '../../platform/serve';
import { until } from './until';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes, as text. */
  readonly raw: string;
  readonly body: { event: string; decision: Record<string, unknown>; sequence: number; timestamp: string };
  readonly at: number;
}

/** An agent's own server: takes callbacks, and answers as the test says. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Answers with these statuses in turn, then 200 for ever. A function decides for itself. */
  answer(...statuses: number[]): void;
  /** The first callback that fits, waited for. */
  next(fits: (received: Received) => boolean, ms?: number): Promise<Received>;
  close(): Promise<void>;
}

/** `now`: the clock that `at` is read from, in milliseconds since the epoch. */
export async function startReceiver(now: () => Promise<number> = async () => Date.now()): Promise<Receiver> {
  const received: Received[] = [];
  let statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    received.push({ path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw), at: await now() });
    const status = statuses.shift() ?? 200;
    response.writeHead(status, status >= 300 && status < 400 ? { location: 'http://127.0.0.1:1/elsewhere' } : {}).end();
  });
  const { port, close } = await serve(server, { port: 0, host: '127.0.0.1' });
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (...next) => {
      statuses = next;
    },
    next: (fits, ms) => until('the callback arrives', () => received.find(fits), ms),
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}
