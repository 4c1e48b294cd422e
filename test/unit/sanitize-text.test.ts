import { isBlank, removeHidden, sanitizeAll, sanitizeLine, sanitizeText } from '../../domain/sanitize-text';

test.each([
  ['colour codes', '\x1b[31mred\x1b[0m and \x1b[1;4;38;5;196mbold', 'red and bold'],
  ['eight-bit sequences', '\x9b31mred', 'red'],
  ['window titles', '\x1b]0;evil\x07Pay', 'Pay'],
  ['links', '\x1b]8;;https://evil.example\x1b\\Pay\x1b]8;;\x1b\\', 'Pay'],
  ['a device command', '\x1bP1$r0m\x1b\\Pay', 'Pay'],
  ['character sets', '\x1b(BPay', 'Pay'],
  ['a control inside a word', 'pro\u0001duction', 'production'],
  ['an escape character that begins nothing', 'pro\x1bduction', 'production'],
  ['text that runs backwards', 'Pay \u202eecila\u202c \u2067x\u2069 \u200f', 'Pay ecila x '],
  ['joiners between Latin letters', 'p\u200dr\u200co\u2060d\u00adu\u200bct', 'product'],
  ['fillers', 'a\u3164b\uffa0c\u115f', 'abc'],
  ['hidden tags', 'Pay\u{e0061}\u{e0062}\u{e007f}', 'Pay'],
  ['bytes hidden in variation selectors', 'Pay😀\ufe0f\u{e0101}\u{e0102}', 'Pay😀\ufe0f'],
  ['annotations', 'a\ufff9b\ufffac\ufffb', 'abc'],
  ['foreign line breaks', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
  ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
])('%s: what does not show is taken out', (_what, text, shown) => {
  expect(sanitizeText(text)).toBe(shown);
});

test.each([
  'Zeile 1\n\tZeile 2',
  'می‌خواهم',
  'क्‍ष',
  '👩‍👩‍👧 ❤️ 1️⃣ 👍🏽',
  '👨🏽‍💻',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '葛\u{e0100}城',
  'Zürich, naïve, Ελλάδα, שלום',
])('%j needs all its characters and keeps them', (text) => {
  expect(sanitizeText(text)).toBe(text);
});

test.each([
  '',
  ' \n\t',
  '\u200b',
  '\u3164',
  '\u2060',
  '\u202e',
  '\u00a0\u3000',
  '\u2800',
  '\u0301',
  '\x1b[31m',
  '\ufe0f',
])('%j shows nothing', (text) => {
  expect(isBlank(text)).toBe(true);
});

test.each(['.', '0', '—', '😀', 'ب'])('%j shows something', (text) => {
  expect(isBlank(text)).toBe(false);
});

test('a line has no breaks and no more spaces than it needs', () => {
  expect(sanitizeLine('  a\r\n\t b\u2029c ')).toBe('a b c');
});

test('texts are sanitized wherever they are in a value, dates stay as they are', () => {
  const at = new Date();
  expect(sanitizeAll({ 'a\u200b': ['\x1b[1mb', { at, n: 1, no: null }] })).toEqual({
    a: ['b', { at, n: 1, no: null }],
  });
});

test('markup around an unfinished escape sequence stays', () => {
  expect(removeHidden('<b title="\x1b[">\x1b]0;</b>')).toBe('<b title="[">]0;</b>');
});
