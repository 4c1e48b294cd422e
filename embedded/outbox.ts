import { createServer } from 'node:http';
import getPort from 'get-port';
import { serve } from '../platform/serve';
import { type OutboxLook, outboxApp } from './outbox/app';
import { openMessages } from './outbox/messages';

export interface Outbox {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a page with the messages in the outbox folder, to this machine only, because anyone who has the links in them
 * can decide.
 * @param port by default 3001, or a free one if that is taken
 */
export async function startOutbox(folder: string, look: OutboxLook, port?: number): Promise<Outbox> {
  const server = createServer(outboxApp(openMessages(folder), look));
  const serving = await serve(server, { port: port ?? (await getPort({ port: 3001 })), host: '127.0.0.1' });
  return {
    url: `http://localhost:${serving.port}`,
    close: async () => {
      server.closeAllConnections();
      await serving.close();
    },
  };
}
