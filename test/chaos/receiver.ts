import { createServer } from 'node:http';
import { serve } from '../../platform/serve';
import type { Received } from '../support/receiver';
import type { Random } from './random';

/** The agent's own server. Now and then it fails. */
export interface FlakyReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

const FAILS = 0.05;

export async function startFlakyReceiver(random: Random): Promise<FlakyReceiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the worker was killed while it was sending
    }
    const raw = Buffer.concat(chunks).toString('utf8');
    if (random.chance(FAILS)) return void response.writeHead(500).end();
    received.push({ path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw), at: Date.now() });
    response.writeHead(200).end();
  });
  const { port, close } = await serve(server, { port: 0, host: '127.0.0.1' });
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}
