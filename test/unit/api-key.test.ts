import { isWellFormedKey, newApiKey, prefixOf } from '../../accounts/api-key';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The key with another character at this place. */
function changedAt(key: string, index: number): string {
  const other = ALPHABET[(ALPHABET.indexOf(key.charAt(index)) + 1) % ALPHABET.length];
  return key.slice(0, index) + other + key.slice(index + 1);
}

test('a new key is ho_live_ and 36 characters of base62, and never the same twice', () => {
  const keys = Array.from({ length: 200 }, newApiKey);
  for (const key of keys) expect(key).toMatch(/^ho_live_[0-9A-Za-z]{36}$/);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a new key is well formed', () => {
  expect(Array.from({ length: 200 }, newApiKey).every(isWellFormedKey)).toBe(true);
});

// Computed with Python's zlib.crc32.
test.each([
  ['000000000000000000000000000000', '2C8GjS'],
  ['0123456789ABCDEFGHIJKLMNOPQRST', '4PMbyp'],
  ['WXYZabcdefghijklmnopqrstuvwxyz', '4YnbUa'],
  ['000000000000000000000000000405', '00azb7'],
])('the checksum of %s is %s: CRC32 in base62, padded with 0', (random, checksum) => {
  expect(isWellFormedKey(`ho_live_${random}${checksum}`)).toBe(true);
});

test('a key with any one character changed is refused', () => {
  const key = newApiKey();
  for (let index = 0; index < key.length; index += 1) expect(isWellFormedKey(changedAt(key, index))).toBe(false);
});

test('a key with two neighbours swapped is refused', () => {
  const key = 'ho_live_0123456789ABCDEFGHIJKLMNOPQRST4PMbyp';
  for (let index = 8; index < key.length - 1; index += 1) {
    const swapped = key.slice(0, index) + key.charAt(index + 1) + key.charAt(index) + key.slice(index + 2);
    expect(isWellFormedKey(swapped)).toBe(false);
  }
});

test.each([
  ['', 'nothing'],
  ['ho_live_', 'the prefix alone'],
  ['ho_test_0123456789ABCDEFGHIJKLMNOPQRST4PMbyp', 'another prefix'],
  ['0123456789ABCDEFGHIJKLMNOPQRST4PMbyp', 'no prefix'],
  ['ho_live_0123456789ABCDEFGHIJKLMNOPQRST4PMby', 'one character too few'],
  ['ho_live_0123456789ABCDEFGHIJKLMNOPQRST4PMbyp0', 'one too many'],
  ['ho_live_0123456789ABCDEFGHIJKLMNOPQRST4PMbyp\n', 'a line break at its end'],
  ['ho_live_0123456789ABCDEFGHIJKLMNOPQRS_4PMbyp', 'a character that is not base62'],
])('%j is refused: %s', (key) => {
  expect(isWellFormedKey(key)).toBe(false);
});

test('a list shows a key by its prefix and four characters', () => {
  expect(prefixOf('ho_live_0123456789ABCDEFGHIJKLMNOPQRST4PMbyp')).toBe('ho_live_0123');
});
