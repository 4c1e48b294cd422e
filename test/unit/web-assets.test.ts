import { assets } from '../../web/assets';

test('the style sheet and the script are there, with a tag that changes when they do', () => {
  expect([...assets].map(([name, { contentType }]) => [name, contentType])).toEqual([
    ['handover.css', 'text/css; charset=utf-8'],
    ['handover.js', 'text/javascript; charset=utf-8'],
  ]);
  for (const { etag } of assets.values()) expect(etag).toMatch(/^"[\w-]{16}"$/);
});

test('nothing in them is loaded from anywhere', () => {
  for (const { body } of assets.values()) expect(body.toString()).not.toMatch(/https?:|@import|url\(/);
});
