/** Waits for a condition: looks every `everyMs` until what it gives is truthy, at most `ms`. Says what it waited for. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  ms = 15_000,
  everyMs = 20,
): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
