import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createPayloadCodec, isKeyList } from '../../platform/payload-codec';

const newKey = () => randomBytes(32).toString('base64');
const [OLD, NEW] = [newKey(), newKey()];
const kept = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"kept"') };
const textOf = (data: Uint8Array | null | undefined) => Buffer.from(data ?? []).toString();

test('what is encoded is unreadable, and decodes to the same payload', async () => {
  const codec = createPayloadCodec(OLD);
  const [sealed] = await codec.encode([kept]);
  expect(textOf(sealed?.data)).not.toContain('kept');
  const [opened] = await codec.decode([sealed ?? {}]);
  expect([textOf(opened?.metadata?.encoding), textOf(opened?.data)]).toEqual(['json/plain', '"kept"']);
});

test('an old key after the newest one still decrypts, and a payload from before there was a key stays as it is', async () => {
  const [opened] = await createPayloadCodec(`${NEW}, ${OLD}`).decode(await createPayloadCodec(OLD).encode([kept]));
  expect(textOf(opened?.data)).toBe('"kept"');
  expect(await createPayloadCodec(NEW).decode([kept])).toEqual([kept]);
});

describe('a payload that cannot be decrypted is passed on as it came, and the reason is reported', () => {
  const encoding = Buffer.from('binary/encrypted');
  const reasons: string[] = [];
  const codec = createPayloadCodec(NEW, (reason) => reasons.push(reason));
  beforeEach(() => {
    reasons.length = 0;
  });
  const expectUnchanged = async (payload: Awaited<ReturnType<typeof codec.encode>>[number]) => {
    expect(await codec.decode([payload])).toEqual([payload]);
    expect(reasons).toHaveLength(1);
  };

  test('when its key is missing', async () => {
    const [sealed] = await createPayloadCodec(OLD).encode([kept]);
    await expectUnchanged(sealed ?? {});
    expect(reasons[0]).toMatch(/^HANDOVER_ENCRYPTION_KEY lacks the key "[0-9a-f]{16}"/);
  });

  test('when it was changed', async () => {
    const [sealed] = await codec.encode([kept]);
    const data = Buffer.from(sealed?.data ?? []);
    data.writeUInt8((data.at(-1) ?? 0) ^ 1, data.length - 1);
    await expectUnchanged({ ...sealed, data });
  });

  test.each([[undefined], [Buffer.alloc(0)], [Buffer.alloc(3)], [Buffer.alloc(28)]])(
    'when it only claims to be encrypted, with the data %p',
    async (data) => {
      const [sealed] = await codec.encode([kept]);
      await expectUnchanged({ metadata: { ...sealed?.metadata }, ...(data ? { data } : {}) });
    },
  );

  test('whatever it contains', async () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (data, keyId) => {
        const payload = { metadata: { encoding, 'encryption-key-id': keyId }, data };
        expect(await codec.decode([payload])).toEqual([payload]);
      }),
    );
  });
});

test('a list of keys is 32 bytes in base64, or several separated by commas, with nothing else around them', () => {
  const lists = [OLD, `${NEW}, ${OLD}`, OLD.replace(/=+$/, '')];
  expect(lists.map(isKeyList)).toEqual([true, true, true]);
  const others = ['', 'bm90IDMyIGJ5dGVz', `${OLD},`, `${OLD} ${NEW}`, `"${OLD}"`, OLD.replace('=', '!')];
  expect(others.filter(isKeyList)).toEqual([]);
});
