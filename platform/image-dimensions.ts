export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * The width and height in pixels that a browser would draw this image with, read from its headers. Null when they
 * cannot be read, including for structures that browsers tolerate but that could hide a second, larger size. Libraries
 * for this scan leniently, which lets a crafted file announce a smaller size than the one that is drawn.
 */
export function dimensionsOf(type: string, bytes: Buffer): Dimensions | null {
  const read = READERS[type];
  try {
    return read?.(bytes) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null; // the file ends within its headers
    throw error;
  }
}

const READERS: Readonly<Record<string, (bytes: Buffer) => Dimensions | null>> = {
  'image/png': png,
  'image/apng': png,
  'image/jpeg': jpeg,
  'image/gif': gif,
  'image/webp': webp,
  'image/avif': avif,
  'image/bmp': bmp,
};

function png(bytes: Buffer): Dimensions | null {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** C0 to CF are start-of-frame markers, except for three that hold tables. */
const isStartOfFrame = (marker: number): boolean => (marker & 0xf0) === 0xc0 && ![0xc4, 0xc8, 0xcc].includes(marker);
const START_OF_SCAN = 0xda;

function jpeg(bytes: Buffer): Dimensions | null {
  for (let at = 2; bytes.readUInt8(at) === 0xff; ) {
    while (bytes.readUInt8(at) === 0xff) at += 1; // any number of fill bytes
    const marker = bytes.readUInt8(at);
    if (isStartOfFrame(marker)) return { height: bytes.readUInt16BE(at + 4), width: bytes.readUInt16BE(at + 6) };
    if (marker === START_OF_SCAN) return null;
    at += 1 + bytes.readUInt16BE(at + 1);
  }
  return null;
}

const GIF_HEADER = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Browsers enlarge the screen to the first frame when that is larger. */
function gif(bytes: Buffer): Dimensions | null {
  let at = GIF_HEADER + colorTableSize(bytes.readUInt8(10));
  while (bytes.readUInt8(at) === EXTENSION) {
    at += 2;
    for (let size = bytes.readUInt8(at); size > 0; size = bytes.readUInt8(at)) at += size + 1;
    at += 1;
  }
  if (bytes.readUInt8(at) !== IMAGE) return null;
  const side = (screen: number, offset: number, length: number) =>
    Math.max(bytes.readUInt16LE(screen), bytes.readUInt16LE(at + offset) + bytes.readUInt16LE(at + length));
  return { width: side(6, 1, 5), height: side(8, 3, 7) };
}

const colorTableSize = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function webp(bytes: Buffer): Dimensions | null {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}

const SPATIAL_EXTENTS = Buffer.from('ispe');

/** The largest of all sizes in the file: of the image, its tiles, its alpha plane and its thumbnail. */
function avif(bytes: Buffer): Dimensions | null {
  let largest: Dimensions | null = null;
  for (let at = bytes.indexOf(SPATIAL_EXTENTS); at >= 0; at = bytes.indexOf(SPATIAL_EXTENTS, at + 4)) {
    const found = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (!largest || found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}

function bmp(bytes: Buffer): Dimensions | null {
  const isOldest = bytes.readUInt32LE(14) === 12;
  if (isOldest) return { width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20) };
  return { width: Math.abs(bytes.readInt32LE(18)), height: Math.abs(bytes.readInt32LE(22)) };
}
