import type { Json, JsonObject } from './json';

/** Deeper than this a field is shown as JSON. */
const MAX_DEPTH = 10;

/** One row of the details, as the approver reads it. */
export interface DetailRow {
  readonly name: string;
  readonly value: string;
  /** Whether the name is the path of a field in the agent's metadata, and not a word of ours. */
  readonly isField: boolean;
}

interface Detailed {
  readonly amount: number | null;
  readonly metadata: JsonObject | null;
}

/** The amount, then each field of the metadata by its dotted path. */
export function listDetails({ amount, metadata }: Detailed): readonly DetailRow[] {
  const fields = metadata === null ? [] : fieldsOf([], metadata);
  return amount === null ? fields : [{ name: 'Amount', value: amountInWords(amount), isField: false }, ...fields];
}

function fieldsOf(path: readonly string[], value: Json): readonly DetailRow[] {
  const inside = path.length < MAX_DEPTH ? childrenOf(value) : [];
  if (inside.length > 0) return inside.flatMap(([key, child]) => fieldsOf([...path, key], child));
  if (path.length === 0) return [];
  return [{ name: path.join('.'), value: typeof value === 'string' ? value : JSON.stringify(value), isField: true }];
}

function childrenOf(value: Json): readonly (readonly [string, Json])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** "48,000.00": grouped, at least two decimals, and never rounded. No currency, for none is known. */
function amountInWords(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 20 });
}
