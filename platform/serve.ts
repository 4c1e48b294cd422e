import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Serving {
  readonly port: number;
  /** Stops listening, lets requests under way finish, and closes connections that are idle. */
  close(): Promise<void>;
}

/**
 * How long an idle connection stays open: longer than load balancers keep theirs (60 s at AWS), for whoever sends on a
 * connection that this side is just closing has lost the request. Node's own 5 s are over in any pause.
 */
const KEEP_ALIVE_MS = 75_000;

/** Starts listening. Port 0 takes a free one. */
export async function serve(
  server: Server,
  { port, host }: { port: number; host?: string | undefined },
): Promise<Serving> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
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
