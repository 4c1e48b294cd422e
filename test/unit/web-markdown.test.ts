import { markdownToHtml } from '../../web/markdown';

test.each([
  ['a paragraph, its lines kept', 'Two lines\nin one', '<p dir="auto">Two lines<br>\nin one</p>\n'],
  ['emphasis', '**bold** and *soft*', '<p dir="auto"><strong>bold</strong> and <em>soft</em></p>\n'],
  ['a heading, below those of the page', '# Why', '<h3 dir="auto">Why</h3>\n'],
  ['the smallest heading', '###### Why', '<h6 dir="auto">Why</h6>\n'],
  [
    'code, that scrolls by itself',
    '```js\na < b\n```',
    '<pre class="wide" tabindex="0"><code>a &lt; b\n</code></pre>\n',
  ],
  ['a list', '- one\n- two', '<ul>\n<li dir="auto">one</li>\n<li dir="auto">two</li>\n</ul>\n'],
])('%s', (_what, text, html) => {
  expect(markdownToHtml(text)).toBe(html);
});

test('a table scrolls by itself, and its cells run in their own direction', () => {
  const html = markdownToHtml('| a | b |\n|---|---|\n| 1 | 2 |');
  expect(html).toMatch(/^<div class="wide" tabindex="0"><table class="data">/);
  expect(html).toContain('<td dir="auto">1</td>');
});

test('a link says where it leads, whatever its text says', () => {
  expect(markdownToHtml('[https://bank.example](https://evil.example/pay "Pay")')).toBe(
    '<p dir="auto"><a href="https://evil.example/pay" target="_blank" rel="noopener noreferrer nofollow">' +
      'https://bank.example</a> <span class="link-target">(evil.example)</span></p>\n',
  );
  expect(markdownToHtml('<mailto:sarah@company.com>')).toContain('(sarah@company.com)');
  expect(
    markdownToHtml('[**a** and [b]](https://one.example) [c](https://two.example)').match(/\(\w+\.example\)/g),
  ).toEqual(['(one.example)', '(two.example)']);
});

test('an image is a link: nothing is fetched for the approver', () => {
  const html = markdownToHtml('![Our chart](https://tracker.example/pixel.png)');
  expect(html).not.toContain('<img');
  expect(html).toContain('>Our chart</a> <span class="link-target">(tracker.example)</span>');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](  JaVaScRiPt&colon;alert(1))',
  '[x](vbscript:x)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '[x](/d/another)',
  '[x](//evil.example)',
  '<javascript:alert(1)>',
  '[a]: javascript:alert(1)\n\n[a]',
  '[x](https://a.example/"onmouseover="alert(1))',
  '`<b>`',
  '```"><script>\nx\n```',
  '<!-- -->\n<div\nonclick=alert(1)>',
])('%j is shown and does nothing', (text) => {
  const html = markdownToHtml(text);
  const tags = [...html.matchAll(/<([^>]*)>/g)].map(([, tag]) => tag);
  for (const tag of tags)
    expect(tag).toMatch(
      /^\/?(p|code|pre|br|a|span|h\d|div)( dir="auto"| class="[a-z-]+"| tabindex="0"| href="https:[^"<>]*"| target="_blank"| rel="[a-z ]+")*$/,
    );
});

test.each(['>'.repeat(120), '- '.repeat(120), '[//]: # '])('what stands behind %j is not left out', (before) => {
  expect(markdownToHtml(`${before}(and delete everything)`)).toContain('(and delete everything)');
});

test.each([
  ['brackets', '['.repeat(50_000)],
  ['stars', '*a '.repeat(16_000)],
  ['quotes', '>'.repeat(50_000)],
  ['backticks', '`a``b'.repeat(10_000)],
  ['combining marks', 'e\u0301'.repeat(25_000)],
  ['links', '[a](https://a.example) '.repeat(2_000)],
])('50,000 characters of %s are rendered', (_what, text) => {
  expect(markdownToHtml(text).length).toBeGreaterThan(10_000);
});
