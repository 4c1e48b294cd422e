import { createServer } from 'node:http';
import { type Serving, serve } from '../../platform/serve';
import { PNG } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';

let handover: Harness;
let images: Serving;
let asked: string[] = [];
beforeAll(async () => {
  handover = await startHarness();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const body = request.url?.startsWith('/page') ? '<script>alert(1)</script>' : PNG;
    response.writeHead(200, { 'content-type': 'image/png' }).end(body);
  });
  images = await serve(server, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await images?.close();
  await handover?.stop();
});
beforeEach(() => {
  asked = [];
});

let people = 0;
/** The page of a decision with these images, and its link. */
async function pageWith(...paths: readonly string[]) {
  people += 1;
  const approver = `viewer${people}@company.com`;
  const context_images = paths.map((path) => `http://127.0.0.1:${images.port}${path}`);
  await handover.ask({ approver, context_images });
  const link = linkIn(await handover.mailbox.to(approver));
  const html = await (await fetch(link)).text();
  return { link, html, sources: [...html.matchAll(/<img src="([^"]+)"/g)].map(([, src = '']) => src) };
}

test('five images are on the page, each from our own server and with its link [h.f.images] [h.at.png]', async () => {
  const { html, sources, link } = await pageWith('/1.png', '/2.png', '/3.png', '/4.png', '/5.png');
  expect(sources).toEqual([1, 2, 3, 4, 5].map((number) => `${new URL(link).pathname}/images/${number}`));
  expect(html).toContain(`href="http://127.0.0.1:${images.port}/5.png"`);
  expect(asked).toEqual([]); // whoever looks at the page asks for them, nobody else
});

test('an image comes byte for byte, once from its host, as nothing but an image', async () => {
  const { link, sources } = await pageWith('/chart.png');
  for (let look = 0; look < 2; look += 1) {
    const reply = await fetch(new URL(sources[0] ?? '', link));
    expect(PNG.equals(Buffer.from(await reply.arrayBuffer()))).toBe(true);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
      'content-security-policy': "sandbox; default-src 'none'",
    });
  }
  expect(asked).toEqual(['GET /chart.png']);
});

test('what is no image is not served, nor is one that is not there', async () => {
  const { link } = await pageWith('/page.png');
  for (const number of ['1', '2', '0', 'x', '-1']) expect((await fetch(`${link}/images/${number}`)).status).toBe(404);
  expect(asked).toEqual(['GET /page.png']);
  expect((await fetch(`${link.slice(0, -1)}_/images/1`)).status).toBe(404);
});

test.each([[['ftp://x.test/a.png']], [['javascript:alert(1)']], [['a.png']], [Array(6).fill('https://x.test/a.png')]])(
  'the images %j are refused [h.f.images]',
  async (context_images) => {
    const { status, body } = await handover.call('POST', '/decisions', {
      ...{ action: 'x', approver: 'a@company.com', context_images },
    });
    expect([status, body.details[0].path]).toEqual([400, expect.stringMatching(/^context_images/)]);
  },
);

test('an image at a private address is not fetched where those are not allowed', async () => {
  const closed = await startHarness({ env: { HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'false' } });
  await closed.ask({ approver: 'a@company.com', context_images: [`http://127.0.0.1:${images.port}/secret.png`] });
  const link = linkIn(await closed.mailbox.to('a@company.com'));
  expect((await fetch(`${link}/images/1`)).status).toBe(404);
  expect(asked).toEqual([]);
  await closed.stop();
});
