import fc from 'fast-check';
import { dimensionsOf } from '../../platform/image-dimensions';
import { PNG } from '../support/files';
import { gifOf, IMAGE_HEADERS, jpegOf, webpOf } from '../support/image-headers';

const types = Object.keys(IMAGE_HEADERS);
const header = (type: string, width: number, height: number): Buffer =>
  IMAGE_HEADERS[type]?.(width, height) ?? Buffer.alloc(0);

test.each(types)('the size of an %s is read from its header', (type) => {
  expect(dimensionsOf(type, header(type, 640, 30_000))).toEqual({ width: 640, height: 30_000 });
});

test('the size of a real image is read', () => {
  expect(dimensionsOf('image/png', PNG)).toEqual({ width: 1, height: 1 });
});

test('a JPEG is read past a thumbnail that is smaller, and when it is progressive', () => {
  const thumbnail = jpegOf([], 1, 1);
  const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0, thumbnail.length + 2]), thumbnail]);
  expect(dimensionsOf('image/jpeg', jpegOf([exif], 30_000, 20_000, 'c2'))).toEqual({ width: 30_000, height: 20_000 });
});

test('a JPEG with bytes that are not a marker between its segments has no size: browsers would skip them', () => {
  expect(dimensionsOf('image/jpeg', jpegOf([Buffer.from('00ffc000110800010001', 'hex')], 30_000, 30_000))).toBeNull();
});

test('a GIF is as large as its first frame when that is larger than its screen', () => {
  expect(dimensionsOf('image/gif', gifOf([1, 1], [30_000, 20_000]))).toEqual({ width: 30_000, height: 20_000 });
});

test('an AVIF is as large as the largest size it contains', () => {
  const both = Buffer.concat([header('image/avif', 1, 1), header('image/avif', 30_000, 30_000)]);
  expect(dimensionsOf('image/avif', both)).toEqual({ width: 30_000, height: 30_000 });
});

test.each([
  ['lossy', webpOf('VP8 ', Buffer.from('0000009d012a10271405', 'hex')), 10_000, 1_300],
  ['lossless', webpOf('VP8L', Buffer.from([0x2f, 0xff, 0xff, 0xff, 0x0f])), 16_384, 16_384],
])('a %s WebP is read', (_kind, bytes, width, height) => {
  expect(dimensionsOf('image/webp', bytes)).toEqual({ width, height });
});

test('a BMP that is stored from top to bottom has a negative height, which counts as it is drawn', () => {
  const bytes = header('image/bmp', 30_000, 0);
  bytes.writeInt32LE(-30_000, 22);
  expect(dimensionsOf('image/bmp', bytes)).toEqual({ width: 30_000, height: 30_000 });
});

test('a header that breaks off, or any other bytes, have no size and do not throw', () => {
  for (const type of types)
    for (let length = 0; length < 20; length += 1)
      expect(dimensionsOf(type, header(type, 9, 9).subarray(0, length))).toBeNull();
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(fc.constantFrom(...types), bytes, (type, rest) => {
      const found = dimensionsOf(type, rest);
      expect(found === null || found.width >= 0).toBe(true);
    }),
  );
});

test('five megabytes of segments are read in a moment', () => {
  const many = Buffer.concat([Buffer.from('ffd8', 'hex'), ...Array(1_300_000).fill(Buffer.from('ffe00002', 'hex'))]);
  const started = performance.now();
  expect(dimensionsOf('image/jpeg', many)).toBeNull();
  expect(performance.now() - started).toBeLessThan(1_000);
});
