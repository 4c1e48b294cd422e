import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type HandoverError, invalid } from '../contract/errors';

/** Gives a request that Node itself cannot read the same kind of reply as any other: it never gets to a route. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    if (!socket.writable) return void socket.destroy();
    const { code, message, extra, httpStatus } = faultOf(error);
    const body = JSON.stringify({ error: message, code, ...extra });
    const head = ['Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`];
    socket.end([`HTTP/1.1 ${httpStatus} Bad Request`, ...head, 'Connection: close', '', body].join('\r\n'));
  });
}

function faultOf({ code }: { readonly code?: string }): HandoverError {
  const message =
    code === 'HPE_HEADER_OVERFLOW'
      ? 'has too long a path or headers: at most 16 KB fit'
      : 'is not HTTP that can be read';
  return invalid({ path: 'request', message });
}
