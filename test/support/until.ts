const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 200;

/**
 * Waits for a condition: looks until what it gives is truthy, at most `ms`, often at first and then less and less, for
 * looking costs the machine that it waits for. Says what it waited for.
 */
export async function until<T>(what: string, look: () => T | Promise<T>, ms = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
