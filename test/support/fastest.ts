/** How long this takes at best, in milliseconds: a busy machine makes single runs longer. */
export function fastest(work: () => unknown, times = 5): number {
  const runs = Array.from({ length: times }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...runs);
}
