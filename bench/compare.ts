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
const SLOWER_MS = 12;
const LEAST_RATE = 0.7;

/** Runs both sides in turns, round by round, so that a noisy machine disturbs both alike. */
export async function compare(bare: Side, product: ProductSide, listener: Listener): Promise<readonly Row[]> {
  for (const side of [bare, product]) await oneByOne(side, 40); // warm-up
  const times = {
    bare: { create: [] as number[], resolve: [] as number[] },
    product: { create: [] as number[], resolve: [] as number[] },
  };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, side] of [
      ['bare', bare],
      ['product', product],
    ] as const) {
      const { created, resolved } = await oneByOne(side, EACH);
      times[name].create.push(...created);
      times[name].resolve.push(...resolved);
    }
  const callbacks = await decideToCallback(product, listener);
  for (const side of [bare, product]) await rate(BURST, IN_FLIGHT, () => side.create()); // warm-up
  const rates = { bare: [] as number[], product: [] as number[] };
  for (let burst = 0; burst < BURSTS; burst += 1) {
    rates.bare.push(await rate(BURST, IN_FLIGHT, () => bare.create()));
    rates.product.push(await rate(BURST, IN_FLIGHT, () => product.create()));
  }
  const p = (samples: readonly number[], share: number) => percentile(samples, share);
  const least = (what: string, a: readonly number[], b: readonly number[]): Row => ({
    ...{ what, unit: 'ms', bare: p(a, 0.5), product: p(b, 0.5) },
    goal: { text: `at most ${SLOWER_MS} ms more`, met: p(b, 0.5) - p(a, 0.5) <= SLOWER_MS },
  });
  const perSecond = { bare: p(rates.bare, 0.5), product: p(rates.product, 0.5) };
  return [
    least('create p50', times.bare.create, times.product.create),
    { what: 'create p99', unit: 'ms', bare: p(times.bare.create, 0.99), product: p(times.product.create, 0.99) },
    least('resolve p50', times.bare.resolve, times.product.resolve),
    { what: 'resolve p99', unit: 'ms', bare: p(times.bare.resolve, 0.99), product: p(times.product.resolve, 0.99) },
    { what: 'decide to callback p50', unit: 'ms', bare: null, product: p(callbacks, 0.5) },
    {
      ...{ what: `creates at ${IN_FLIGHT} in flight`, unit: '/s', ...perSecond },
      goal: { text: `at least ${LEAST_RATE} of bare`, met: perSecond.product / perSecond.bare >= LEAST_RATE },
    },
  ];
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
