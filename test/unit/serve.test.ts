import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { serve } from '../../platform/serve';

const served = (answer: RequestListener) => serve(createServer(answer), { port: 0, host: '127.0.0.1' });

async function connected(port: number, words = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').resume();
  socket.on('error', () => undefined); // it may be reset
  await once(socket, 'connect');
  if (words) await new Promise((sent) => socket.write(words, sent));
  return socket;
}

test('an idle connection is kept for longer than load balancers keep theirs, and ends with the server', async () => {
  const server = await served((_, response) => response.end('here'));
  const reply = await fetch(`http://127.0.0.1:${server.port}/`);
  expect(await reply.text()).toBe('here');
  expect(reply.headers.get('keep-alive')).toBe('timeout=75');
  await server.close();
});

test('a connection that sent nothing, or half of a request, does not hold up the end', async () => {
  const server = await served((_, response) => response.end('here'));
  const silent = await connected(server.port);
  const halfway = await connected(server.port, 'GET / HTTP/1.1\r\nHost: ');
  const over = [silent, halfway].map((socket) => new Promise((closed) => socket.once('close', closed)));
  await server.close();
  await Promise.all(over);
});

test('a request under way is answered before the server ends', async () => {
  const http = createServer();
  const server = await serve(http, { port: 0, host: '127.0.0.1' });
  const reply = fetch(`http://127.0.0.1:${server.port}/`);
  const [, response] = await once(http, 'request');
  const closed = server.close();
  response.end('late');
  expect(await (await reply).text()).toBe('late');
  await closed;
});
