import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Serving {
  readonly port: number;
  /** Stops listening, lets requests under way finish, and closes connections that are idle. */
  close(): Promise<void>;
}

/** Starts listening. Port 0 takes a free one. */
export async function serve(
  server: Server,
  { port, host }: { port: number; host?: string | undefined },
): Promise<Serving> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        const idle = setInterval(() => server.closeIdleConnections(), 50);
        server.once('close', () => clearInterval(idle));
      }),
  };
}
