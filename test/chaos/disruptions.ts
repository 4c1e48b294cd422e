import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './part';
import type { Random } from './random';

/** One thing that was done to one part, and when it was well again, in milliseconds since the epoch. */
export interface Disruption {
  readonly part: string;
  readonly kind: 'killed' | 'paused' | 'stopped';
  readonly from: number;
  readonly until: number;
}

const KINDS = ['killed', 'killed', 'paused', 'stopped'] as const;
/** How long a part is away, and how long all is well in between, in milliseconds. */
const AWAY = [500, 8_000] as const;
const WELL = [1_000, 8_000] as const;
/** Disruptions that go on at the same time. */
const LANES = 2;

/** Breaks parts at random until the time has come, at most one thing at a time for each part, and heals each. */
export async function disrupt(parts: readonly Part[], random: Random, end: number): Promise<readonly Disruption[]> {
  const done: Disruption[] = [];
  const away = new Set<Part>();
  const lane = async (): Promise<void> => {
    while (Date.now() < end) {
      await sleep(random.between(...WELL));
      if (Date.now() >= end) return;
      const part = random.pick(parts.filter((one) => !away.has(one)));
      away.add(part);
      const kind = random.pick(KINDS);
      const from = Date.now();
      await disruptOnce(part, kind, random.between(...AWAY));
      done.push({ part: part.name, kind, from, until: Date.now() });
      away.delete(part);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

async function disruptOnce(part: Part, kind: Disruption['kind'], ms: number): Promise<void> {
  if (kind === 'paused') {
    part.pause();
    await sleep(ms);
    part.resume();
    return;
  }
  await part.stop(kind === 'killed' ? 'kill' : 'stop');
  await sleep(ms);
  await part.start();
}
