import { setTimeout } from 'node:timers/promises';
import type { Listener } from './listener';
import { percentile, rate, timed } from './measure';
import type { ProductSide } from './product-side';
import type { Side } from './side';

export interface Row {
  readonly what: string;
  readonly unit: 'ms' | '/s';
  readonly bare: number | null;
  readonly product: number;
  /** What the architecture asks for, in words, and whether this run met it. */
  readonly goal?: { readonly text: string; readonly met: boolean };
}

const ROUNDS = 8;
const EACH = 20;
/** Before each request, on both sides alike: how long one takes, not how many fit into a second, which is the last row. */
const PAUSE_MS = 100;
const BURST = 400;
const BURSTS = 3;
const IN_FLIGHT = 32;
const CALLBACKS = 60;

/** The product as it comes, and with policy, limits and quota in front of every create. */
export interface Sides {
  readonly bare: Side;
  readonly product: ProductSide;
  readonly guarded: Side;
}
type Samples = Readonly<Record<keyof Sides, number[]>>;

/** Runs all sides in turns, round by round, so that a noisy machine disturbs them alike. */
export async function compare(sides: Sides, listener: Listener): Promise<readonly Row[]> {
  const { bare, product, guarded } = sides;
  const inTurns = Object.entries(sides) as [keyof Sides, Side][];
  for (const [, side] of inTurns) await oneByOne(side, 40); // warm-up
  const [creates, resolves, rates] = [samples(), samples(), samples()];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, side] of inTurns) {
      const { created, resolved } = await oneByOne(side, EACH);
      creates[name].push(...created);
      resolves[name].push(...resolved);
    }
  const callbacks = await decideToCallback(product, listener);
  for (const side of [bare, product, guarded]) await rate(BURST, IN_FLIGHT, () => side.create()); // warm-up
  for (let burst = 0; burst < BURSTS; burst += 1)
    for (const [name, side] of inTurns) rates[name].push(await rate(BURST, IN_FLIGHT, () => side.create()));
  return [
    slower('create p50', creates, 'product', 12),
    beside('create p99', creates, 'product', 0.99),
    slower('resolve p50', resolves, 'product', 12),
    beside('resolve p99', resolves, 'product', 0.99),
    { what: 'decide to callback p50', unit: 'ms', bare: null, product: percentile(callbacks, 0.5) },
    fewer(`creates at ${IN_FLIGHT} in flight`, rates, 'product', 0.7),
    slower('create p50 with policy, limit and quota', creates, 'guarded', 15),
    fewer(`the same at ${IN_FLIGHT} in flight`, rates, 'guarded', 0.6),
  ];
}

const samples = (): Samples => ({ bare: [], product: [], guarded: [] });

function beside(what: string, all: Samples, side: keyof Sides, share: number): Row {
  return { what, unit: 'ms', bare: percentile(all.bare, share), product: percentile(all[side], share) };
}

function slower(what: string, all: Samples, side: keyof Sides, most: number): Row {
  const row = beside(what, all, side, 0.5);
  return { ...row, goal: { text: `at most ${most} ms more`, met: row.product - (row.bare ?? 0) <= most } };
}

function fewer(what: string, all: Samples, side: keyof Sides, least: number): Row {
  const [bare, product] = [percentile(all.bare, 0.5), percentile(all[side], 0.5)];
  return { what, unit: '/s', bare, product, goal: { text: `at least ${least} of bare`, met: product / bare >= least } };
}

async function timedAfterPause(work: () => Promise<unknown>): Promise<number> {
  await setTimeout(PAUSE_MS);
  return timed(work);
}

async function oneByOne(side: Side, times: number): Promise<{ created: number[]; resolved: number[] }> {
  const ids: string[] = [];
  const created: number[] = [];
  const resolved: number[] = [];
  for (let time = 0; time < times; time += 1)
    created.push(await timedAfterPause(async () => ids.push(await side.create())));
  for (const id of ids) resolved.push(await timedAfterPause(() => side.resolve(id)));
  return { created, resolved };
}

/** From sending the answer to the callback's arrival. */
async function decideToCallback(product: ProductSide, listener: Listener): Promise<number[]> {
  const samples: number[] = [];
  for (let time = 0; time < CALLBACKS; time += 1) {
    const id = await product.create(listener.url);
    const arrived = listener.arrival(id);
    samples.push(await timedAfterPause(async () => void (await Promise.all([product.resolve(id), arrived]))));
  }
  return samples;
}
