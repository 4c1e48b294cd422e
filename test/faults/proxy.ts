import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `held`: nothing passes. `mute`: requests pass, replies don't. What is held back passes once it is `open` again. */
type Mode = 'open' | 'held' | 'mute';

/** A wire between two processes that a test can cut. */
export interface TcpProxy {
  readonly port: number;
  set(mode: Mode): void;
  close(): void;
}

/** Passes connections on to a port of this machine. */
export async function startProxy(targetPort: number): Promise<TcpProxy> {
  const wires = new Set<Wire>();
  let mode: Mode = 'open';
  const server = createServer((near) => {
    const wire = { near, far: connect(targetPort, '127.0.0.1') };
    wires.add(wire);
    pass(near, wire.far);
    pass(wire.far, near);
    near.on('close', () => wires.delete(wire));
    apply(mode, wire);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      mode = next;
      for (const wire of wires) apply(mode, wire);
    },
    close: () => {
      server.close();
      for (const { near, far } of wires) {
        near.destroy();
        far.destroy();
      }
    },
  };
}

interface Wire {
  readonly near: Socket;
  readonly far: Socket;
}

function pass(from: Socket, to: Socket): void {
  from.on('data', (chunk) => to.write(chunk));
  from.on('error', () => undefined);
  from.on('close', () => to.destroy());
}

function apply(mode: Mode, { near, far }: Wire): void {
  near[mode === 'held' ? 'pause' : 'resume']();
  far[mode === 'open' ? 'resume' : 'pause']();
}
