import { systemClock } from '../../platform/clock';
import type { GuardedFetch } from '../../platform/guarded-fetch';
import { createImages } from '../../platform/images';
import { PDF, PNG } from '../support/files';
import { IMAGE_HEADERS } from '../support/image-headers';

let asked: string[] = [];
beforeEach(() => {
  asked = [];
});
const MEGABYTES_4 = Buffer.concat([PNG, Buffer.alloc(4 * 1024 * 1024)]);

/** Images from a server that has these. */
function imagesOf(server: Readonly<Record<string, Buffer | number>>, clock = systemClock) {
  const fetch: GuardedFetch = async (url) => {
    asked.push(url);
    const found = Object.entries(server).find(([name]) => url.startsWith(name))?.[1] ?? 404;
    return typeof found === 'number' ? { status: found, body: Buffer.from('no') } : { status: 200, body: found };
  };
  return createImages({ fetch, clock });
}

test('an image is fetched once, however many ask for it at the same time', async () => {
  const images = imagesOf({ a: PNG });
  const all = await Promise.all([images('a'), images('a'), images('a')]);
  expect(all).toEqual(Array(3).fill({ type: 'image/png', bytes: PNG }));
  expect(asked).toEqual(['a']);
});

test.each([
  ['a page', Buffer.from('<html></html>')],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a PDF', PDF],
  ['more than 5 MB', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)])],
  ['an error', 500],
  ['a redirect', 302],
])('%s is no image, and is not asked for again at once', async (_what, reply) => {
  const images = imagesOf({ a: reply });
  expect([await images('a'), await images('a')]).toEqual([null, null]);
  expect(asked).toEqual(['a']);
});

test.each(Object.entries(IMAGE_HEADERS))('an %s of more than 50 megapixels is not shown', async (_type, header) => {
  const images = imagesOf({ small: header(5_000, 4_000), large: header(10_001, 5_000), huge: header(30_000, 30_000) });
  expect(await images('small')).not.toBeNull();
  expect([await images('large'), await images('huge')]).toEqual([null, null]);
});

test('an image whose size cannot be read is not shown', async () => {
  const images = imagesOf({ a: PNG.subarray(0, 16) });
  expect(await images('a')).toBeNull();
});

test.each([
  ['an image after ten minutes', PNG, '13:39:59', '13:40:01'],
  ['what was none after half a minute', 500, '13:30:29', '13:30:31'],
])('%s is fetched anew', async (_what, reply, early, late) => {
  const at = (time: string) => new Date(`2026-03-25T${time}Z`);
  let now = at('13:30:00');
  const images = imagesOf({ a: reply }, () => now);
  await images('a');
  now = at(early);
  await images('a');
  expect(asked).toEqual(['a']);
  now = at(late);
  await images('a');
  expect(asked).toEqual(['a', 'a']);
});

test('what is kept in memory is bounded: the images asked for longest ago go first', async () => {
  const images = imagesOf({ x: MEGABYTES_4 });
  for (let number = 0; number < 9; number += 1) {
    await images('x0');
    await images(`x${number}`);
  }
  asked = [];
  await images('x0');
  await images('x8');
  await images('x1');
  expect(asked).toEqual(['x1']);
});
