import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { formOf, textOfSize } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { until } from '../support/until';
import { attach, leftovers, send } from '../support/uploads';

let handover: Harness;
let id: string;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
  id = await handover.ask();
});
afterAll(() => handover?.stop());
afterEach(async () => {
  await until('nothing of the upload is left', async () => leftovers().length === 0);
  expect(await handover.db.file.count({ where: { decisionId: id } })).toBe(0);
  expect((await handover.get(id)).attachments).toEqual([]);
});

const to = () => `/decisions/${id}/attachments`;
const TYPE = 'multipart/form-data; boundary=edge';
const part = (disposition: string, body: string) =>
  `--edge\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${body}\r\n`;
const FILE = part('name="file"; filename="a.txt"', 'some words');
const post = (body: string, type = TYPE) => send(handover, to(), body, { 'content-type': type });

test.each([
  ['no boundary', `${FILE}--edge--`, 'multipart/form-data', 'body must be multipart/form-data'],
  ['an empty body', '', TYPE, 'body is incomplete'],
  ['another boundary', `${FILE}--edge--`, 'multipart/form-data; boundary=other', 'body is incomplete'],
  ['no end', FILE, TYPE, 'body is incomplete'],
  ['an end in the middle of a file', FILE.slice(0, -8), TYPE, 'body is incomplete'],
  ['no part at all', '--edge--', TYPE, 'file is required: send one or more files in this field'],
  ['a field without a file', `${part('name="file"', 'some words')}--edge--`, TYPE, 'file is not a known field'],
  [
    'another field',
    `${part('name="files"; filename="a.txt"', 'x')}--edge--`,
    TYPE,
    'files contains a file: send files in the field file',
  ],
  [
    'a part without a name',
    `${part('filename="a.txt"', 'x')}--edge--`,
    TYPE,
    'contains a file: send files in the field file',
  ],
  [
    'an empty file input',
    `${part('name="file"; filename=""', '')}--edge--`,
    TYPE,
    'file is required: send one or more files in this field',
  ],
  ['a hundred fields', `${part('name="a"', 'x').repeat(100)}--edge--`, TYPE, 'body can have at most 50 fields'],
  ['a field of JavaScript itself', `${part('name="__proto__"', 'x')}--edge--`, TYPE, '__proto__ is'],
])('%s is refused, and says what is wrong', async (_what, body, type, words) => {
  const reply = await post(body, type);
  expect([reply.status, reply.body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(reply.body.error).toContain(words);
});

test('a name that leads elsewhere, with control characters and marks of direction, is made safe', async () => {
  const other = await handover.ask();
  const names = ['../../../etc/passwd', 'a\u202efdp.txt', 'x'.repeat(10_000)];
  const { body } = await attach(
    handover,
    other,
    names.map((name) => ({ name, bytes: Buffer.from('x') })),
  );
  expect(body.attachments.map(({ name }: { name: string }) => name)).toEqual([
    'passwd',
    'afdp.txt',
    `${'x'.repeat(149)}…`,
  ]);
});

test('a name may come as RFC 5987 has it, and as a browser writes it', async () => {
  const other = `/decisions/${await handover.ask()}/attachments`;
  const body = `${part('name="file"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe.txt', 'x')}${part('name="file"; filename="你好 %22.txt"', 'x')}--edge--`;
  const reply = await send(handover, other, body, { 'content-type': TYPE });
  expect(reply.body.attachments.map(({ name }: { name: string }) => name)).toEqual([
    'Grüße.txt',
    expect.stringContaining('你好'),
  ]);
});

test('a body that does not end is cut off at 64 MB with 413', async () => {
  const piece = textOfSize(1024 * 1024);
  const body = async function* () {
    yield Buffer.from('--edge\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n');
    for (let megabytes = 0; megabytes < 80; megabytes += 1) yield piece;
  };
  const { status, body: reply } = await upload(body());
  expect([status, JSON.parse(reply).code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
});

test('whoever hangs up in the middle leaves nothing behind, and the next one is served', async () => {
  const { hostname, port } = new URL(handover.url);
  const socket = connect(Number(port), hostname);
  const head = `POST ${to()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${handover.key.apiKey}\r\n`;
  socket.write(`${head}Content-Type: ${TYPE}\r\nContent-Length: 100000\r\n\r\n${FILE}${FILE.slice(0, -20)}`);
  await until('the upload has begun', async () => leftovers().length === 1);
  socket.destroy();
  await until('it is gone', async () => leftovers().length === 0);
  expect((await attach(handover, await handover.ask(), [{ name: 'a.txt', bytes: Buffer.from('x') }])).status).toBe(201);
});

test('a file in a JSON route is refused, and a form without files resolves like JSON', async () => {
  const other = await handover.ask();
  const form = formOf([{ name: 'a.txt', bytes: Buffer.from('x') }]);
  expect((await send(handover, `/decisions/${other}/cancel`, form)).body.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  const { body } = await send(handover, `/decisions/${other}/resolve`, formOf([], { action: 'perhaps' }));
  expect(body.details.map((one: { path: string }) => one.path)).toEqual(['action']);
});

/** Sends a body in pieces, as a client that reads its file while it sends. */
function upload(body: AsyncIterable<Buffer>): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${handover.key.apiKey}`, 'content-type': TYPE };
    const request = httpRequest(`${handover.url}${to()}`, { method: 'POST', headers }, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) pieces.push(piece);
      resolve({ status: response.statusCode, body: Buffer.concat(pieces).toString() });
    });
    request.on('error', reject);
    void (async () => {
      for await (const piece of body) if (!request.write(piece)) await new Promise((go) => request.once('drain', go));
      request.end();
    })();
  });
}
