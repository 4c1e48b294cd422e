import { fileTypeFromBuffer } from 'file-type/node';
import type { Clock } from './clock';
import type { GuardedFetch } from './guarded-fetch';
import { dimensionsOf } from './image-dimensions';

/** An image of a type that browsers draw and that cannot contain a script, judged by its bytes. */
export interface Image {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Fetches the image at a URL that someone else chose. Null when there is none, or none that is safe to draw. */
export type Images = (url: string) => Promise<Image | null>;

const DRAWN = new Set(['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const MAX_BYTES = 5 * 1024 * 1024;
/** A few kilobytes can unpack to gigabytes in the approver's browser. 50 megapixels are 200 MB there. */
const MAX_PIXELS = 50_000_000;
/** Pages show their images again and again, so they are kept in memory for a while. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;
const FRESH_MS = 10 * 60_000;
/** How long a URL that gave no image is not fetched again. */
const RETRY_MS = 30_000;
/** What an entry without an image counts as: its URL. */
const MAX_URL_BYTES = 2 * 1024;

interface Kept {
  readonly image: Promise<Image | null>;
  until: number;
  size: number;
}

/** Fetches each image once, however many ask at the same time, and keeps the most recently requested ones. */
export function createImages({ fetch, clock }: { fetch: GuardedFetch; clock: Clock }): Images {
  const kept = new Map<string, Kept>();

  const load = async (url: string): Promise<Image | null> => {
    const { status, body } = await fetch(url, {
      method: 'GET',
      headers: { accept: 'image/*' },
      maxBytes: MAX_BYTES + 1,
    });
    if (status !== 200 || body.length > MAX_BYTES) return null;
    const type = (await fileTypeFromBuffer(body))?.mime;
    return type && DRAWN.has(type) && isDrawable(type, body) ? { type, bytes: body } : null;
  };

  const makeRoom = () => {
    let size = [...kept.values()].reduce((sum, one) => sum + one.size, 0);
    for (const [url, one] of kept) {
      if (size <= MAX_KEPT_BYTES) return;
      kept.delete(url);
      size -= one.size;
    }
  };

  return (url) => {
    const now = clock().getTime();
    const known = kept.get(url);
    kept.delete(url);
    const entry: Kept =
      known && known.until > now
        ? known
        : { image: load(url).catch(() => null), until: now + FRESH_MS, size: MAX_URL_BYTES };
    kept.set(url, entry); // at the end of the map, whose first entries are dropped first
    return entry.image.then((image) => {
      if (image) entry.size = image.bytes.length;
      else entry.until = Math.min(entry.until, now + RETRY_MS);
      makeRoom();
      return image;
    });
  };
}

function isDrawable(type: string, bytes: Buffer): boolean {
  const dimensions = dimensionsOf(type, bytes);
  return dimensions !== null && dimensions.width * dimensions.height <= MAX_PIXELS;
}
