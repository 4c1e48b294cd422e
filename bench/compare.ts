import { setTimeout } from 'node:timers/promises';
import type { Mails } from './mails';
import { inParallel, timed } from './measure';
import type { Side } from './side';

export interface Sides {
  /** Start, one Update, done. */
  readonly bare: Side;
  /** A bare workflow with the product's activities; it has resolved when its callback arrives. */
  readonly bareAsking: Side;
  readonly product: Side;
  /** The product, which has resolved when its callback arrives. */
  readonly productCalling: Side;
  /** The product with a policy, a rate limit and a quota in front of every create. */
  readonly guarded: Side;
}
export type SideName = keyof Sides;

/** What was measured: milliseconds for `create` and `resolve`, the others in a burst, per second. */
export type Measured = Readonly<Record<'create' | 'resolve' | 'accepted' | 'asked', Record<SideName, number[]>>>;

const TURNS = 60;
const WARM_UP_TURNS = 8;
/** Before each request: this measures how long one takes on an idle server. How many fit into a second is for the bursts. */
const PAUSE_MS = 100;
const BURSTS = 4;
const BURST_SIZE = 150;
/** After each burst: Temporal and the workers still have work of it. */
const SETTLE_MS = 2_000;
export const IN_FLIGHT = 32;
const ASKING: readonly SideName[] = ['bareAsking', 'product', 'guarded'];
const BURSTING: readonly SideName[] = ['bare', ...ASKING];

/** Measures the sides in turns, each time in another order, so that a noisy machine disturbs them alike. */
export async function compare(sides: Sides, mails: Mails): Promise<Measured> {
  const measured = { create: samples(), resolve: samples(), accepted: samples(), asked: samples() };
  for (let turn = -WARM_UP_TURNS; turn < TURNS; turn += 1)
    for (const { name, created, resolved } of await oneOfEach(sides, turn)) {
      if (turn < 0) continue;
      measured.create[name].push(created);
      measured.resolve[name].push(resolved);
    }
  for (let turn = -1; turn < BURSTS; turn += 1)
    for (const name of rotated(BURSTING, turn)) {
      const { accepted, asked } = await burst(sides[name], ASKING.includes(name) ? mails : null);
      if (turn < 0) continue;
      measured.accepted[name].push(accepted);
      measured.asked[name].push(asked);
    }
  return measured;
}

const samples = (): Record<SideName, number[]> => ({
  bare: [],
  bareAsking: [],
  product: [],
  productCalling: [],
  guarded: [],
});

const rotated = <T>(all: readonly T[], by: number): T[] =>
  all.map((_, index) => all[(index + by + all.length) % all.length] as T);

async function oneOfEach(sides: Sides, turn: number) {
  const names = rotated(Object.keys(sides) as SideName[], turn % Object.keys(sides).length);
  const created = [];
  for (const name of names) created.push({ name, ...(await timedAfterPause(sides[name].create)) });
  const resolved = [];
  for (const { name, result: id, ms } of created) {
    const { ms: answered } = await timedAfterPause(() => sides[name].resolve(id));
    resolved.push({ name, created: ms, resolved: answered });
  }
  return resolved;
}

async function timedAfterPause<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  await setTimeout(PAUSE_MS);
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started };
}

/** How many creates are accepted a second, and how many people are asked, until the last one is. */
async function burst(side: Side, mails: Mails | null): Promise<{ accepted: number; asked: number }> {
  const before = (await mails?.count()) ?? 0;
  let last = '';
  const create = async () => {
    last = await side.create();
  };
  let acceptedMs = 0;
  const askedMs = await timed(async () => {
    acceptedMs = await timed(() => inParallel(BURST_SIZE, IN_FLIGHT, create));
    await mails?.reached(before + BURST_SIZE);
  });
  await side.resolve(last); // by then, Temporal has handed out the tasks of those before it
  await setTimeout(SETTLE_MS);
  return { accepted: (BURST_SIZE * 1_000) / acceptedMs, asked: (BURST_SIZE * 1_000) / askedMs };
}
