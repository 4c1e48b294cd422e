/** Rows as JSON with the tables' own column names, for statements that do in one round trip what would take several. */

/** A row, or part of one, as `jsonb_populate_record` takes it. */
export function toColumns(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).map(([field, value]) => [snakeCase(field), value])));
}

/** A row as `to_jsonb` gives it, with our field names; what ends in `At` is a time. */
export function fromColumns(columns: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([column, value]) => {
      const field = camelCase(column);
      return [field, field.endsWith('At') && typeof value === 'string' ? new Date(value) : value];
    }),
  );
}

const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
