import { connect } from 'node:net';
import { newApiKey } from '../../accounts/api-key';
import { bootstrap, createKey } from '../../accounts/bootstrap';
import { newId } from '../../platform/ids';
import { createSecrets } from '../../platform/secrets';
import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
});
afterAll(() => handover?.stop());

const errorOf = async (reply: ReturnType<Harness['call']>) => {
  const { status, body, headers } = await reply;
  expect(headers.get('content-type')).toContain('application/json');
  expect(body).toMatchObject({ error: expect.any(String), code: expect.any(String) });
  return [status, body.code];
};
const withAuthorization = (authorization: string) =>
  handover.call('GET', `/decisions/${newId()}`, undefined, { authorization });

test.each(['Basic abc', 'Bearer', 'Bearer ', 'ho_live_x', ''])(
  'the Authorization header "%s" is UNAUTHORIZED [h.badscheme]',
  async (header) => {
    expect(await errorOf(withAuthorization(header))).toEqual([401, 'UNAUTHORIZED']);
  },
);

test('no Authorization header at all is UNAUTHORIZED [h.bearer]', async () => {
  const reply = await fetch(`${handover.url}/decisions/x`);
  expect([reply.status, (await reply.json()).code]).toEqual([401, 'UNAUTHORIZED']);
});

test('a well-formed key that nobody made is INVALID_KEY [h.invalidkey]', async () => {
  expect(await errorOf(withAuthorization(`Bearer ${newApiKey()}`))).toEqual([401, 'INVALID_KEY']);
});

test('a key with a wrong checksum is INVALID_KEY', async () => {
  const wrong = handover.key.apiKey.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
  expect(await errorOf(withAuthorization(`Bearer ${wrong}`))).toEqual([401, 'INVALID_KEY']);
});

test('a revoked key is INVALID_KEY at once', async () => {
  const { apiKey, id } = await anotherKey(['admin']);
  expect((await withAuthorization(`Bearer ${apiKey}`)).status).toBe(404);
  await handover.db.apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
  expect(await errorOf(withAuthorization(`Bearer ${apiKey}`))).toEqual([401, 'INVALID_KEY']);
});

test('a key without the scope is FORBIDDEN, and the message names the scope', async () => {
  const { apiKey } = await anotherKey(['decisions:read']);
  const { status, body } = await handover.call('POST', '/decisions', QUICK_START, {
    authorization: `Bearer ${apiKey}`,
  });
  expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  expect(body.error).toContain('decisions:write');
});

test('only a hash of the key is kept', async () => {
  const [row] = await handover.db.apiKey.findMany({ where: { name: 'first key' } });
  expect(JSON.stringify(row)).not.toContain(handover.key.apiKey);
  expect(handover.key.apiKey.startsWith(row?.prefix ?? 'none')).toBe(true);
});

test.each(['x', '00000000-0000-0000-0000-000000000000', '../admin', '%00'])(
  'the unknown id "%s" is NOT_FOUND [h.get.scope]',
  async (id) => {
    expect(await errorOf(handover.call('GET', `/decisions/${encodeURIComponent(id)}`))).toEqual([404, 'NOT_FOUND']);
  },
);

test("another workspace's decision is NOT_FOUND", async () => {
  const workspace = await handover.db.workspace.create({ data: { id: newId(), name: 'other.com' } });
  const { apiKey } = await createKey(handover.db, secrets(), workspace.id, 'other');
  const id = await handover.ask();
  for (const path of [`/decisions/${id}`, `/decisions/${id}/deliveries`])
    expect(await errorOf(handover.call('GET', path, undefined, { authorization: `Bearer ${apiKey}` }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
  for (const [path, body] of [
    [`/decisions/${id}/resolve`, { action: 'approve' }],
    [`/decisions/${id}/cancel`, {}],
  ] as const)
    expect(await errorOf(handover.call('POST', path, body, { authorization: `Bearer ${apiKey}` }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
});

test('an unknown route is NOT_FOUND [h.e.shape]', async () => {
  expect(await errorOf(handover.call('GET', '/nowhere'))).toEqual([404, 'NOT_FOUND']);
});

test('another method is METHOD_NOT_ALLOWED and says which are allowed', async () => {
  const reply = await handover.call('DELETE', '/decisions');
  expect([reply.status, reply.body.code, reply.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, POST']);
});

test.each(['{"action":', '', '"text"', '[]', '42', '{"action": "\\ud800"'])(
  'the body %s is VALIDATION_ERROR [h.e.val]',
  async (body) => {
    expect(await errorOf(handover.call('POST', '/decisions', body))).toEqual([400, 'VALIDATION_ERROR']);
  },
);

test('a body that is nested too deeply is refused, and nothing breaks', async () => {
  const deep = `{"action":"x","approver":"a@b.co","metadata":{"a":${'['.repeat(7_000)}${']'.repeat(7_000)}}}`;
  expect(await errorOf(handover.call('POST', '/decisions', deep, { 'idempotency-key': 'deep' }))).toEqual([
    400,
    'VALIDATION_ERROR',
  ]);
});

test('a body is PAYLOAD_TOO_LARGE from 256 KB, and to create a decision from 1 MB [h.e.shape]', async () => {
  const body = (size: number) => ({ ...QUICK_START, context: 'x'.repeat(size) });
  expect(await errorOf(handover.call('POST', '/decisions', body(1_100_000)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect(await errorOf(handover.call('POST', '/decisions', body(900_000)))).toEqual([400, 'VALIDATION_ERROR']);
  const path = `/decisions/${newId()}/cancel`;
  expect(await errorOf(handover.call('POST', path, body(300_000)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
});

test('all fields of a decision may be as long as they are allowed to be at once', async () => {
  const japanese = (length: number) => '決'.repeat(length);
  const body = {
    ...{ ...QUICK_START, action: japanese(2_000), context: japanese(50_000), metadata: { a: japanese(5_000) } },
    trace: Array.from({ length: 10 }, () => ({ type: 'message', content: japanese(6_000) })),
    response_type: { type: 'choose', choices: Array.from({ length: 100 }, (_, index) => `${index}${japanese(490)}`) },
  };
  expect((await handover.call('POST', '/decisions', body)).status).toBe(201);
});

test.each(['utf8', 'UTF-8', '"utf-8"', 'us-ascii'])('charset=%s is taken', async (charset) => {
  const headers = { 'content-type': `application/json; charset=${charset}` };
  expect((await handover.call('POST', '/decisions', QUICK_START, headers)).status).toBe(201);
});

test('another charset, and bytes that are not UTF-8, are UNSUPPORTED_MEDIA_TYPE', async () => {
  const post = (body: BodyInit, type: string) =>
    fetch(`${handover.url}/decisions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${handover.key.apiKey}`, 'content-type': type },
      body,
    });
  const latin1 = Buffer.from(JSON.stringify({ ...QUICK_START, action: 'Caf\u00e9' }), 'latin1');
  expect((await post(latin1, 'application/json')).status).toBe(415);
  expect((await post('{}', 'application/json; charset=iso-8859-1')).status).toBe(415);
  expect((await post('{}', 'application/json; charset=utf-16')).status).toBe(415);
});

test.each([
  ['{"metadata":{"order_id":9007199254740993}}', 'metadata.order_id'],
  ['{"trace":[{"type":"message","content":{"id":12345678901234567890}}]}', 'trace.0.content.id'],
  ['{"amount":1e400}', 'amount'],
])('%s is refused: digits would be lost', async (json, path) => {
  const { status, body } = await handover.call('POST', '/decisions', json);
  expect([status, body.details]).toEqual([400, [{ path, message: expect.stringContaining('digits') }]]);
});

test('a request that cannot be read at all gets the same kind of reply [h.e.shape]', async () => {
  const { status, body } = await handover.call('GET', `/decisions?status=${'x'.repeat(20_000)}`);
  expect([status, body]).toEqual([
    400,
    expect.objectContaining({ code: 'VALIDATION_ERROR', error: expect.any(String) }),
  ]);
  const socket = connect(handover.config.PORT, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 400 .*"code":"VALIDATION_ERROR"/s);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a body of type %s is UNSUPPORTED_MEDIA_TYPE',
  async (type) => {
    const reply = handover.call('POST', '/decisions', 'action=x', { 'content-type': type });
    expect(await errorOf(reply)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  },
);

test.each([
  ['/decisions?limit=0', 'limit'],
  ['/decisions?limit=101', 'limit'],
  ['/decisions?limit=x', 'limit'],
  ['/decisions?cursor=x', 'cursor'],
  ['/decisions?status=open', 'status'],
  ['/decisions?created_after=yesterday', 'created_after'],
  ['/decisions?sort=asc', 'sort'],
  [`/decisions/${newId()}?wait=31`, 'wait'],
])('GET %s names what is wrong', async (path, field) => {
  const id = await handover.ask();
  const { status, body } = await handover.call('GET', path.replace(/[0-9a-f-]{36}/, id));
  expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(body.error).toContain(field);
});

test('what nobody expected is INTERNAL, and nothing internal is told', async () => {
  const broken = await startHarness({ worker: false });
  await broken.owner.$executeRaw`ALTER TABLE api_keys RENAME TO elsewhere`;
  const { status, body } = await broken.call('GET', '/decisions');
  expect([status, body.code]).toEqual([500, 'INTERNAL']);
  expect(JSON.stringify(body)).not.toMatch(/prisma|relation|api_keys/i);
  await broken.stop();
});

const secrets = () => createSecrets(handover.config.HANDOVER_SECRET);

async function anotherKey(scopes: string[]) {
  const { workspaceId } = await handover.db.apiKey.findFirstOrThrow();
  return createKey(handover.db, secrets(), workspaceId, 'another', scopes);
}

test('the first start is done once: the same key stays valid', async () => {
  const settings = {
    databaseUrl: handover.config.DATABASE_URL,
    secret: handover.config.HANDOVER_SECRET,
    ownerEmail: 'owner@company.com',
  };
  expect(await bootstrap({ ...settings, existingKey: handover.key.apiKey })).toEqual(handover.key);
});
