import fc from 'fast-check';
import { payloadConverter } from '../../workflows/payload-converter';

const bytes = (text: string) => Buffer.from(text);
const json = (data: string) => ({ metadata: { encoding: bytes('json/plain') }, data: bytes(data) });

test('a value that is converted to a payload is read back', () => {
  for (const value of ['answer: approve', { id: 'x', isDue: false }, [1, null], null])
    expect(payloadConverter.fromPayload(payloadConverter.toPayload(value))).toEqual(value);
});

test.each([
  ['broken JSON', json('{')],
  ['an unknown encoding', { metadata: { encoding: bytes('nonsense') }, data: bytes('?') }],
  ['a payload that is still encrypted', { metadata: { encoding: bytes('binary/encrypted') }, data: bytes('?') }],
  ['no encoding', { data: bytes('?') }],
  ['nothing at all', {}],
])('%s becomes undefined and throws nothing', (_what, payload) => {
  expect(payloadConverter.fromPayload(payload)).toBeUndefined();
});

test('no payload makes it throw', () => {
  const encoding = fc.constantFrom(
    'json/plain',
    'json/protobuf',
    'binary/plain',
    'binary/null',
    'binary/encrypted',
    '',
  );
  fc.assert(
    fc.property(encoding, fc.uint8Array({ maxLength: 60 }), (name, data) => {
      expect(() => payloadConverter.fromPayload({ metadata: { encoding: bytes(name) }, data })).not.toThrow();
    }),
  );
});
