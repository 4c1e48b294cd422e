import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Serving {
  readonly port: number;
  /** Stops listening, lets requests under way finish, and closes all other connections. */
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
 * Each open connection with the requests under way on it. Node's own `closeIdleConnections` spares those that have not
 * sent a whole head yet, as browsers open them ahead of need: one of them would keep the server from ever ending.
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
