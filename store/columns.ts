/** Rows with the tables' own column names, as SQL of our own gives and takes them. */

/** A row, or part of one, as `jsonb_populate_record` takes it. */
export function toColumns(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).map(([field, value]) => [snakeCase(field), value])));
}

/** A row with our field names. */
export function fromColumns(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [camelCase(column), value]));
}

const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
