import { createServer, type RequestListener } from 'node:http';
import { createGuardedFetch, RefusedUrl } from '../../platform/guarded-fetch';
import { type Serving, serve } from '../../platform/serve';

const guarded = createGuardedFetch({ allowPrivate: false });
const open = createGuardedFetch({ allowPrivate: true });
const GET = { method: 'GET', headers: {} } as const;

let server: Serving;
let asked: string[] = [];
let reply: RequestListener = (_request, response) => void response.end('here');
beforeAll(async () => {
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.headers.host} ${request.url}`);
    reply(request, response);
  };
  server = await serve(createServer(listener), { port: 0, host: '127.0.0.1' });
});
beforeEach(() => {
  asked = [];
});
afterAll(() => server.close());

describe('an address that is not public is refused, and nothing is sent', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['localhost', 'a name of loopback'],
    ['[::1]', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback, mapped into IPv6'],
    ['[::127.0.0.1]', 'loopback, in the old way'],
    ['2130706433', 'loopback as one decimal number'],
    ['0x7f000001', 'loopback as one hexadecimal number'],
    ['0177.0.0.1', 'loopback in octal'],
    ['127.1', 'loopback, shortened'],
    ['①②⑦.⓪.⓪.①', 'loopback in circles'],
    ['0.0.0.0', 'this host'],
    ['[::]', 'this host'],
    ['169.254.169.254', "a cloud's metadata"],
    ['[::ffff:a9fe:a9fe]', "a cloud's metadata, mapped into IPv6"],
    ['[64:ff9b::a9fe:a9fe]', "a cloud's metadata, through NAT64"],
    ['[64:ff9b:1::a9fe:a9fe]', "a cloud's metadata, through a local NAT64"],
    ['[2002:a9fe:a9fe::]', "a cloud's metadata, through 6to4"],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', "a carrier's own"],
    ['[fd00::1]', 'unique local'],
    ['[fe80::1]', 'link-local'],
    ['[fec0::1]', 'site-local'],
    ['[ff02::1]', 'multicast'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['192.0.2.1', 'for documentation'],
    ['198.18.0.1', 'for benchmarks'],
    ['[2001:db8::1]', 'for documentation'],
  ])('%s: %s', async (host) => {
    await expect(guarded(`http://${host}:${server.port}/`, GET)).rejects.toThrow(RefusedUrl);
    expect(asked).toEqual([]);
  });
});

test.each(['file:///etc/passwd', 'ftp://203.0.113.1/', 'data:,x', 'gopher://203.0.113.1/'])(
  '%s is refused: only http and https go out',
  async (url) => {
    await expect(open(url, GET)).rejects.toThrow(RefusedUrl);
  },
);

test('the refusal says which address is behind the name', async () => {
  await expect(guarded('http://localhost/', GET)).rejects.toThrow(/^localhost is at (127\.0\.0\.1|::1), which is not/);
});

describe('where private addresses are allowed', () => {
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;

  test('the request arrives as it was given, and its reply comes back', async () => {
    reply = (request, response) => {
      response.writeHead(202, { 'x-test': String(request.headers['x-test']) });
      request.pipe(response);
    };
    const sent = { method: 'POST', headers: { 'x-test': '1' }, body: 'grüße' } as const;
    const { status, body } = await open(url('/hook?a=b'), sent);
    expect([status, body.toString()]).toEqual([202, 'grüße']);
    expect(asked).toEqual([`POST 127.0.0.1:${server.port} /hook?a=b`]);
  });

  test('a name is kept in the request, though the connection goes to its address', async () => {
    reply = (_request, response) => void response.end();
    await open(`http://localhost:${server.port}/`, GET);
    expect(asked).toEqual([`GET localhost:${server.port} /`]);
  });

  test('a redirect is not followed', async () => {
    reply = (_request, response) => void response.writeHead(302, { location: url('/elsewhere') }).end();
    expect((await open(url('/'), GET)).status).toBe(302);
    expect(asked).toHaveLength(1);
  });

  test('a reply is read up to 64 KB or as far as is said, even one that never ends', async () => {
    reply = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024, 'x')));
      };
      response.on('drain', more);
      more();
    };
    expect((await open(url('/'), GET)).body).toHaveLength(64 * 1024);
    expect((await open(url('/'), { ...GET, maxBytes: 100_000 })).body).toHaveLength(100_000);
  });

  test('a server that hangs up is an error', async () => {
    reply = (request) => void request.destroy();
    await expect(open(url('/'), GET)).rejects.toThrow();
  });
});
