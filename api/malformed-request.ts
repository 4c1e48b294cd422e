import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type HandoverError, invalid } from '../contract/errors';

/** Answers requests that Node can't parse, which never reach a route, with the same kind of error as any other. */
export function answerMalformedRequests(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    if (!socket.writable) return void socket.destroy();
    const { replyBody, httpStatus } = errorOf(error);
    const text = JSON.stringify(replyBody);
    const head = ['Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(text)}`];
    socket.end([`HTTP/1.1 ${httpStatus} Bad Request`, ...head, 'Connection: close', '', text].join('\r\n'));
  });
}

function errorOf({ code }: { readonly code?: string }): HandoverError {
  const message = code === 'HPE_HEADER_OVERFLOW' ? 'must have at most 16 KB of path and headers' : 'must be valid HTTP';
  return invalid({ path: 'request', message });
}
