import { createBackground } from './background';

/** Collects what is added and writes it a moment later, many at once. */
export interface Bunch<T> {
  add(item: T): void;
  /** Writes what is still to be written, and waits for what is being written. */
  flush(): Promise<void>;
}

const WRITE_EVERY_MS = 50;

/** What cannot be written is dropped: `failed` is told why. */
export function createBunch<T>(
  write: (items: readonly T[]) => Promise<void>,
  failed: (error: unknown) => void,
): Bunch<T> {
  const writing = createBackground();
  let added: T[] = [];
  let next: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    if (next) clearTimeout(next);
    next = null;
    const items = added;
    added = [];
    if (items.length > 0) writing.add(write(items).catch(failed));
    await writing.drain();
  };
  return {
    add: (item) => {
      added.push(item);
      next ??= setTimeout(() => void flush(), WRITE_EVERY_MS);
    },
    flush,
  };
}
