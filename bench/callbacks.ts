import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { serve } from '../platform/serve';
import type { Side } from './side';

/** An agent's server that receives callbacks. */
export interface CallbackReceiver {
  readonly url: string;
  /** Resolves when the callback of this decision arrives. */
  arrival(decisionId: string): Promise<void>;
  close(): Promise<void>;
}

export async function startCallbackReceiver(): Promise<CallbackReceiver> {
  const waiting = new Map<string, () => void>();
  const server = createServer(async (request, response) => {
    const { decision } = (await json(request)) as { decision: { id: string } };
    response.end();
    waiting.get(decision.id)?.();
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

/** The same side, but it has resolved only when the callback arrives. */
export function untilCallback(side: Side, receiver: CallbackReceiver): Side {
  return {
    create: side.create,
    resolve: async (id) => {
      const arrived = receiver.arrival(id);
      await side.resolve(id);
      await arrived;
    },
  };
}
