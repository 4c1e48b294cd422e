import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { createGuardedFetch, RefusedUrl, type Resolve } from '../../platform/guarded-fetch';
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
    ['[fd00:ec2::254]', "AWS's metadata"],
    ['192.0.0.192', "Oracle's metadata"],
    ['100.100.100.200', "Alibaba's metadata"],
    ['168.63.129.16', "Azure's metadata, at a public address"],
    ['[::ffff:168.63.129.16]', "Azure's metadata, mapped into IPv6"],
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

test('a refusal reveals neither what a name resolves to nor whether it exists', async () => {
  const refusal = (url: string) => guarded(url, GET).catch((error: Error) => error.message);
  expect(await refusal('http://localhost/')).toBe('localhost has no public address');
  expect(await refusal('http://no-such-host.invalid/')).toBe('no-such-host.invalid has no public address');
});

test('a host with one private address among public ones is refused', async () => {
  const mixed = createGuardedFetch({ allowPrivate: false, resolve: resolvingTo('192.0.43.7', '127.0.0.1') });
  await expect(mixed(`http://mixed.test:${server.port}/`, GET)).rejects.toThrow('mixed.test has no public address');
});

test.each([
  ['http://user:password@example.com/', 'user name or password'],
  ['http://user@example.com/', 'user name or password'],
  ['http://example.com:0/', 'port 0'],
])('%s is refused, because it cannot be requested as written', async (url, reason) => {
  await expect(open(url, GET)).rejects.toThrow(reason);
});

describe('where private addresses are allowed', () => {
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;

  test('the request arrives as it was given, and its reply comes back', async () => {
    reply = (request, response) => {
      response.writeHead(202, { 'x-test': String(request.headers['x-test']) });
      request.pipe(response);
    };
    const sent = { method: 'POST', headers: { 'x-test': '1' }, body: 'grüße', maxBytes: 100 } as const;
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

  test.each([
    '169.254.169.254',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:a9fe:a9fe::1]',
    '[::169.254.169.254]',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '[fd00:ec2::254]',
    '[fd20:ce::254]',
  ])('the metadata address %s is refused all the same', async (host) => {
    await expect(open(`http://${host}/`, GET)).rejects.toThrow(RefusedUrl);
  });

  test('each address of a host is tried until one accepts', async () => {
    const several = createGuardedFetch({ allowPrivate: true, resolve: resolvingTo('::1', '127.0.0.2', '127.0.0.1') });
    reply = (_request, response) => void response.end();
    expect((await several(`http://several.test:${server.port}/`, GET)).status).toBe(200);
    expect(asked).toEqual([`GET several.test:${server.port} /`]);
  });

  test('when no address accepts, the error names the host and not its addresses', async () => {
    const nowhere = createGuardedFetch({ allowPrivate: true, resolve: resolvingTo('::1', '127.0.0.1') });
    await expect(nowhere('http://nowhere.test:1/', GET)).rejects.toThrow(
      /^nowhere\.test could not be reached \(E[A-Z]+\)$/,
    );
  });

  test('without maxBytes the status alone counts, whether the body drips, never ends or breaks off', async () => {
    const bodies: readonly RequestListener[] = [
      (_request, response) => void response.write('x'), // and never another byte
      (_request, response) => pour(response),
      (_request, response) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('x', () => response.destroy());
      },
    ];
    for (const body of bodies) {
      reply = body;
      const started = performance.now();
      expect(await open(url('/'), GET)).toEqual({ status: 200, body: Buffer.alloc(0) });
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });

  test('with maxBytes the body is read up to there, even one that never ends', async () => {
    reply = (_request, response) => pour(response);
    expect((await open(url('/'), { ...GET, maxBytes: 100_000 })).body).toHaveLength(100_000);
  });

  test('with maxBytes a body that breaks off is an error', async () => {
    reply = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('x', () => response.destroy());
    };
    await expect(open(url('/'), { ...GET, maxBytes: 100 })).rejects.toThrow();
  });

  test('a server that hangs up is an error', async () => {
    reply = (request) => void request.destroy();
    await expect(open(url('/'), GET)).rejects.toThrow();
  });
});

const resolvingTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: isIP(address) }));

/** Writes until the client hangs up. */
function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(16 * 1024, 'x')));
  };
  response.on('drain', more);
  more();
}
