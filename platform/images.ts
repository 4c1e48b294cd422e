import { fileTypeFromBuffer } from 'file-type/node';
import type { Clock } from './clock';
import type { GuardedFetch } from './guarded-fetch';

/** A picture of a kind that browsers draw and that cannot hold a script, by its bytes. */
export interface Image {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Images from URLs that somebody else chose; null where there is none to show. */
export type Images = (url: string) => Promise<Image | null>;

const DRAWN = new Set(['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const LARGEST = 5 * 1024 * 1024;
/** What is kept in memory at most, and for how long: pages show their images again and again. */
const MOST_KEPT = 32 * 1024 * 1024;
const FRESH_MS = 10 * 60_000;
/** How long one that cannot be shown is not asked for again. */
const REST_MS = 30_000;

const LONGEST_URL = 2 * 1024;

interface Kept {
  readonly image: Promise<Image | null>;
  until: number;
  size: number;
}

/** Fetches each image once, however many ask at the same time, and keeps those asked for last. */
export function createImages({ fetch, clock }: { fetch: GuardedFetch; clock: Clock }): Images {
  const kept = new Map<string, Kept>();

  const load = async (url: string): Promise<Image | null> => {
    const { status, body } = await fetch(url, { method: 'GET', headers: { accept: 'image/*' }, maxBytes: LARGEST + 1 });
    if (status !== 200 || body.length > LARGEST) return null;
    const type = (await fileTypeFromBuffer(body))?.mime;
    return type && DRAWN.has(type) ? { type, bytes: body } : null;
  };

  const makeRoom = () => {
    let size = [...kept.values()].reduce((sum, one) => sum + one.size, 0);
    for (const [url, one] of kept) {
      if (size <= MOST_KEPT) return;
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
        : { image: load(url).catch(() => null), until: now + FRESH_MS, size: LONGEST_URL };
    kept.set(url, entry); // last in the order of the map: the first to go is the one asked for longest ago
    return entry.image.then((image) => {
      if (image) entry.size = image.bytes.length;
      else entry.until = Math.min(entry.until, now + REST_MS);
      makeRoom();
      return image;
    });
  };
}
