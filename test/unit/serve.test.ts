import { createServer } from 'node:http';
import { serve } from '../../platform/serve';

test('an idle connection is kept for longer than load balancers keep theirs, and ends with the server', async () => {
  const server = await serve(
    createServer((_, response) => response.end('here')),
    { port: 0, host: '127.0.0.1' },
  );
  const reply = await fetch(`http://127.0.0.1:${server.port}/`);
  expect(await reply.text()).toBe('here');
  expect(reply.headers.get('keep-alive')).toBe('timeout=75');
  await server.close();
});
