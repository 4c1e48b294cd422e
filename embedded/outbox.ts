import { createServer } from 'node:http';
import getPort from 'get-port';
import { serve } from '../platform/serve';
import { outboxApp } from './outbox/app';
import { openMessages } from './outbox/messages';

const HOST = '127.0.0.1';

export interface Outbox {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Shows the mail that went to the outbox folder. On this machine only: the messages hold links with which whoever has
 * them can decide.
 * @param port 3001, or a free one when that is taken
 */
export async function startOutbox(folder: string, port?: number): Promise<Outbox> {
  const server = createServer(outboxApp(openMessages(folder)));
  const serving = await serve(server, { port: port ?? (await getPort({ port: 3001 })), host: HOST });
  return {
    url: `http://localhost:${serving.port}`,
    close: async () => {
      server.closeAllConnections();
      await serving.close();
    },
  };
}
