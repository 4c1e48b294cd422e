const be = (bytes: number, value: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const le = (bytes: number, value: number) => be(bytes, value).reverse();
const hex = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex');
const text = (value: string) => Buffer.from(value, 'latin1');
const box = (name: string, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([be(4, body.length + 8), text(name), body]);
};

/** The beginning of an image of each type that browsers draw, as its specification lays it out, without the pixels. */
export const IMAGE_HEADERS: Readonly<Record<string, (width: number, height: number) => Buffer>> = {
  'image/png': (width, height) =>
    Buffer.concat([hex('89504e470d0a1a0a 0000000d'), text('IHDR'), be(4, width), be(4, height), hex('0806000000')]),
  'image/jpeg': (width, height) => jpegOf([hex('ffe0 0010 4a46494600010100000100010000')], width, height),
  'image/gif': (width, height) => gifOf([width, height], [width, height]),
  'image/webp': (width, height) =>
    webpOf('VP8X', Buffer.concat([hex('00000000'), le(3, width - 1), le(3, height - 1)])),
  'image/avif': (width, height) =>
    Buffer.concat([
      box('ftyp', text('avif'), be(4, 0), text('avifmif1')),
      box('meta', be(4, 0), box('iprp', box('ipco', box('ispe', be(4, 0), be(4, width), be(4, height))))),
    ]),
  'image/bmp': (width, height) =>
    Buffer.concat([
      text('BM'),
      le(4, 54),
      le(4, 0),
      le(4, 54),
      le(4, 40),
      le(4, width),
      le(4, height),
      hex('01001800'),
    ]),
};

/** A JPEG with these segments before its start of frame, which can be baseline (c0) or progressive (c2). */
export const jpegOf = (segments: readonly Buffer[], width: number, height: number, marker = 'c0'): Buffer =>
  Buffer.concat([hex('ffd8'), ...segments, hex(`ff${marker} 0011 08`), be(2, height), be(2, width), hex('03')]);

/** A GIF with an extension before its first frame. */
export const gifOf = ([width, height]: readonly [number, number], frame: readonly [number, number]): Buffer =>
  Buffer.concat([
    ...[text('GIF89a'), le(2, width), le(2, height), hex('800000 000000ffffff')],
    ...[hex('21f904010a000000'), hex('2c00000000'), le(2, frame[0]), le(2, frame[1]), hex('00')],
  ]);

/** A WebP whose first chunk is this one. */
export const webpOf = (chunk: string, content: Buffer): Buffer =>
  Buffer.concat([text('RIFF'), le(4, content.length + 12), text('WEBP'), text(chunk), le(4, content.length), content]);
