/** How long a piece of work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The value below which this share (0 to 1) of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Does `work` so many times, at most `inFlight` at once, and returns how many were done a second. */
export async function rate(times: number, inFlight: number, work: () => Promise<unknown>): Promise<number> {
  let left = times;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: inFlight }, lane)));
  return (times * 1_000) / ms;
}
