import { type Stringifier, stringify } from 'csv-stringify';

/** Spreadsheets run cells that begin like this, some of them also after white space. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * Turns rows into CSV with a header line. Every CSV file that we write goes through here: text that a spreadsheet would
 * run as a formula gets an apostrophe in front, as does text that begins with a tab or a line break.
 */
export const csvOf = (columns: readonly string[]): Stringifier =>
  stringify({
    header: true,
    columns: [...columns],
    cast: { string: neutralizeCell, object: (value) => neutralizeCell(JSON.stringify(value)) },
  });

/** The text of a cell, which no spreadsheet takes for a formula. */
export const neutralizeCell = (text: string): string =>
  FORMULA.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
