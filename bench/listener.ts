import { createServer } from 'node:http';
import { serve } from '../platform/serve';

/** An agent's server that takes callbacks. */
export interface Listener {
  readonly url: string;
  /** Resolves when this decision's callback arrives. */
  arrival(decisionId: string): Promise<void>;
  close(): Promise<void>;
}

export async function startListener(): Promise<Listener> {
  const waiting = new Map<string, () => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { decision } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    waiting.get(decision.id)?.();
    response.end();
  });
  const { port, close } = await serve(server, { port: 0, host: '127.0.0.1' });
  return {
    url: `http://127.0.0.1:${port}/`,
    arrival: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}
