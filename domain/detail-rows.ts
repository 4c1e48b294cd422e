import type { Json, JsonObject } from './json';
import { sanitizeLine, sanitizeText } from './sanitize-text';

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

/** More rows, or more characters in them, are shown as JSON: the paths of deeply nested fields repeat their names. */
const MOST_ROWS = 1_000;
const MOST_CHARACTERS = 48 * 1024;

/**
 * The amount, then each field of the metadata by its dotted path, sanitized. Metadata that would take up far more room
 * than it has itself becomes one row of JSON, so that nothing is left out.
 */
export function listDetails({ amount, metadata }: Detailed): readonly DetailRow[] {
  const fields = metadata === null ? [] : rowsOf(metadata);
  return amount === null ? fields : [{ name: 'Amount', value: formatAmount(amount), isField: false }, ...fields];
}

function rowsOf(metadata: JsonObject): readonly DetailRow[] {
  const rows: DetailRow[] = [];
  let characters = 0;
  for (const row of fieldsIn([], metadata)) {
    rows.push(row);
    characters += row.name.length + row.value.length;
    if (rows.length > MOST_ROWS || characters > MOST_CHARACTERS)
      return [{ name: 'Metadata', value: sanitizeLine(JSON.stringify(metadata)), isField: false }];
  }
  return rows;
}

function* fieldsIn(path: readonly string[], value: Json): Generator<DetailRow> {
  const inside = path.length < MAX_DEPTH ? childrenOf(value) : [];
  for (const [key, child] of inside) yield* fieldsIn([...path, key], child);
  if (inside.length > 0 || path.length === 0) return;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  yield { name: sanitizeLine(path.join('.')), value: sanitizeText(text), isField: true };
}

function childrenOf(value: Json): readonly (readonly [string, Json])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** "48,000.00": grouped, at least two decimals, and never rounded. The currency is not known. */
function formatAmount(amount: number): string {
  return (amount || 0).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 20 }); // no "-0.00"
}
