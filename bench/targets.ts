import { IN_FLIGHT, type Measured, type SideName } from './compare';
import { percentile } from './measure';

/** One comparison: the product next to the bare workflow. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | '/s';
  readonly bare: number;
  readonly product: number;
  readonly ratio: number;
  /** Null: shown for information only. */
  readonly target: { readonly text: string; readonly isMet: boolean } | null;
}

interface Comparison {
  readonly what: string;
  readonly figure: keyof Measured;
  readonly bare: SideName;
  readonly product: SideName;
  readonly share?: number;
  readonly target?: { readonly bound: 'at most' | 'at least'; readonly ratio: number };
}

const atMost = (ratio: number) => ({ bound: 'at most', ratio }) as const;
const atLeast = (ratio: number) => ({ bound: 'at least', ratio }) as const;
const burst = `with ${IN_FLIGHT} in flight`;

const COMPARISONS: readonly Comparison[] = [
  { what: 'Create', figure: 'create', bare: 'bare', product: 'product', target: atMost(1.3) },
  { what: 'Create, p99', figure: 'create', bare: 'bare', product: 'product', share: 0.99 },
  { what: 'Create with policy, limit, quota', figure: 'create', bare: 'bare', product: 'guarded' },
  { what: 'Resolve', figure: 'resolve', bare: 'bare', product: 'product', target: atMost(0.7) },
  { what: 'Resolve, p99', figure: 'resolve', bare: 'bare', product: 'product', share: 0.99 },
  { what: 'Answer to callback', figure: 'resolve', bare: 'bare', product: 'productCalling', target: atMost(2.5) },
  { what: 'The same, bare with callback', figure: 'resolve', bare: 'bareAsking', product: 'productCalling' },
  { what: `Creates accepted, ${burst}`, figure: 'accepted', bare: 'bare', product: 'product', target: atLeast(1.5) },
  { what: 'The same with policy, limit, quota', figure: 'accepted', bare: 'bare', product: 'guarded' },
  { what: `People asked, ${burst}`, figure: 'asked', bare: 'bareAsking', product: 'product', target: atLeast(0.85) },
];

/** The comparisons with their ratios, and whether each target is met. Without another share, medians are compared. */
export function rowsOf(measured: Measured): readonly Row[] {
  return COMPARISONS.map(({ what, figure, share = 0.5, target, ...names }) => {
    const bare = percentile(measured[figure][names.bare], share);
    const product = percentile(measured[figure][names.product], share);
    const ratio = product / bare;
    const isMet = target && (target.bound === 'at most' ? ratio <= target.ratio : ratio >= target.ratio);
    return {
      ...{ what, bare, product, ratio, unit: figure === 'create' || figure === 'resolve' ? 'ms' : '/s' },
      target: target ? { text: `${target.bound} ${target.ratio} ×`, isMet: isMet === true } : null,
    };
  });
}
