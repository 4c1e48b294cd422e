import fc from 'fast-check';
import { markdownToHtml } from '../../web/markdown';
import { fastest } from '../support/fastest';

test.each([
  ['a paragraph, its lines kept', 'Two lines\nin one', '<p class="plain" dir="auto">Two lines\nin one</p>\n'],
  ['bold text', '**bold** and *soft*', '<p class="plain" dir="auto"><strong>**bold**</strong> and *soft*</p>\n'],
  ['code', 'run `date`', '<p class="plain" dir="auto">run <code>`date`</code></p>\n'],
  ['a heading, below those of the page', '# Why', '<h3 class="plain" dir="auto"># Why</h3>\n'],
  ['the smallest heading', '###### Why', '<h6 class="plain" dir="auto">###### Why</h6>\n'],
  [
    'a block of code, that scrolls by itself',
    '```js\na < b\n```',
    '<pre class="wide" tabindex="0"><code>```js\na &lt; b\n```</code></pre>\n',
  ],
  [
    'a table, its columns kept',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '<pre class="wide" tabindex="0"><code>| a | b |\n|---|---|\n| 1 | 2 |</code></pre>\n',
  ],
])('%s', (_what, text, html) => {
  expect(markdownToHtml(text)).toBe(html);
});

/** What a reader sees, but for spaces and the hosts that are added to links. */
const seenIn = (html: string): string =>
  html
    .replace(/ <span class="link-target">[^<]*<\/span>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(amp|lt|gt|quot);/g,
      (_, name: 'amp' | 'lt' | 'gt' | 'quot') => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name],
    )
    .replace(/\s/g, '');

describe('no character is lost', () => {
  test.each([
    'Delete /var/data/*.bak and /home/*/cache',
    '__init__.py',
    '\\\\server\\share',
    '5 &amp; 3 &lt; 9',
    '# rm -rf /\n> /etc/passwd\n1. one\n1. two\n+ added\n- removed',
    'a ~~b~~ [c](https://d.example "e") ![f](https://g.example/h.png)',
    'x\n===\ny\n---\n***\n[z]: https://z.example',
    '| a \\| b |',
    '~~~\nnot closed',
    '`` a ` b ``',
  ])('of %j', (text) => {
    expect(seenIn(markdownToHtml(text))).toBe(text.replace(/\s/g, ''));
  });

  const mark = fc.constantFrom(
    '*',
    '**',
    '_',
    '`',
    '```',
    '~~~',
    '#',
    '# ',
    '> ',
    '- ',
    '|',
    '\\',
    '&amp;',
    '<b>',
    '[a](',
    ')',
    '\n',
  );
  const piece = fc.oneof(mark, fc.constantFrom('https://a.example/b', 'word', ' ', '    ', '1. '), fc.string());
  test('of any text', () => {
    const isWhole = fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      expect(seenIn(markdownToHtml(text))).toBe(text.replace(/\s/g, ''));
    });
    fc.assert(isWhole, { numRuns: 500 });
  });
});

test('a link shows its whole URL, whatever the text before it says', () => {
  expect(markdownToHtml('[https://bank.example](https://evil.example/pay?x=1)')).toBe(
    '<p class="plain" dir="auto">[<a href="https://bank.example" target="_blank" rel="noopener noreferrer nofollow">' +
      'https://bank.example</a>](<a href="https://evil.example/pay?x=1" target="_blank" rel="noopener noreferrer nofollow">' +
      'https://evil.example/pay?x=1</a>)</p>\n',
  );
});

test('a host in another script is shown as browsers spell it, too', () => {
  expect(markdownToHtml('https://аррӏе.example')).toContain(
    '<span class="link-target">(xn--80ak6aa92e.example)</span>',
  );
});

test('a full stop after a link is none of the link', () => {
  expect(markdownToHtml('See https://a.example/b.')).toContain('href="https://a.example/b" ');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '[x](//evil.example)',
  '[x](https://a.example/"onmouseover="alert(1))',
  '`<b>`',
  '```"><script>\nx\n```',
  '<!-- -->\n<div\nonclick=alert(1)>',
])('%j is shown and does nothing', (text) => {
  const tags = [...markdownToHtml(text).matchAll(/<([^>]*)>/g)].map(([, tag]) => tag);
  for (const tag of tags)
    expect(tag).toMatch(
      /^\/?(p|code|pre|a|span|strong|h\d)( dir="auto"| class="[a-z-]+"| tabindex="0"| href="https:[^"<>]*"| target="_blank"| rel="[a-z ]+")*$/,
    );
});

test.each([
  ['brackets', '['.repeat(50_000)],
  ['stars', '*a '.repeat(16_000)],
  ['double stars', '**a'.repeat(16_000)],
  ['quotes', '>'.repeat(50_000)],
  ['backticks', '`a``b'.repeat(10_000)],
  ['lone backticks', '` '.repeat(25_000)],
  ['fences', '```\n'.repeat(12_000)],
  ['links', 'https://a.example '.repeat(2_700)],
  ['a long link', `https://${'a.'.repeat(24_000)}`],
  ['dots after a link', `https://a.example/${'.'.repeat(49_000)}`],
])('50,000 characters of %s take no time and little room', (_what, text) => {
  const html = markdownToHtml(text);
  expect(fastest(() => markdownToHtml(text))).toBeLessThan(200);
  expect(html.length).toBeLessThan(12 * text.length);
});
