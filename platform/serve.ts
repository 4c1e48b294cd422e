import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Serving {
  readonly port: number;
  /** Stops listening, lets requests in progress finish, and closes all other connections. */
  close(): Promise<void>;
}

/**
 * How long an idle connection stays open. It must be longer than load balancers keep theirs (60 s at AWS): a request sent on
 * a connection that this side is about to close would be lost. Node's default is 5 s.
 */
const KEEP_ALIVE_MS = 75_000;

/** Starts listening. Port 0 selects a free port. */
export async function serve(
  server: Server,
  { port, host }: { port: number; host?: string | undefined },
): Promise<Serving> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const connections = followRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const closeIdle = () => {
    for (const [socket, requests] of connections) if (requests.size === 0) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeIdle();
        const idle = setInterval(closeIdle, 50);
        server.once('close', () => clearInterval(idle));
      }),
  };
}

/**
 * Each open connection with its requests in progress. Node's `closeIdleConnections` keeps connections that have not sent a
 * complete request head. Browsers open such connections in advance, and one of them would keep the server from closing.
 */
function followRequests(server: Server): ReadonlyMap<Socket, ReadonlySet<ServerResponse>> {
  const connections = new Map<Socket, Set<ServerResponse>>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, new Set());
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    const requests = connections.get(socket);
    requests?.add(response);
    response.once('close', () => requests?.delete(response));
  });
  return connections;
}
