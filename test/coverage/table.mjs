import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** The documented promises by section and key. @type {Record<string, Record<string, string>>} */
export const ROWS = JSON.parse(readFileSync(path.join(root, 'test/coverage/rows.json'), 'utf8'));

/** Keys as they are in the name of a test: "[h.create]" or "[h.create, w.multi, C1]". */
const KEYS = / *\[((?:[ahw]\.[\w.]+|C\d+)(?:, (?:[ahw]\.[\w.]+|C\d+))*)\]/g;

/**
 * The promises that a test proves, by the keys in its name.
 * @param {string} text
 */
export const keysIn = (text) =>
  [...text.matchAll(KEYS)].flatMap(([, keys = '']) => keys.split(', ')).filter((key) => !key.startsWith('C'));

/**
 * The keys that each test file names.
 * @returns {Record<string, string[]>}
 */
export function keysByFile() {
  const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  return Object.fromEntries(
    tests.map((file) => [file, [...new Set(keysIn(readFileSync(path.join(root, 'test', file), 'utf8')))].sort()]),
  );
}

/** @typedef {{ file: string, title: string, state: string }} Test */

/**
 * The text of docs/coverage.md.
 * @param {Test[]} tests
 */
export function document(tests) {
  const sections = Object.entries(ROWS).map(([section, rows]) => {
    const lines = Object.entries(rows).map(([key, promise]) => row(key, promise, tests));
    return `## ${section}\n\n| row | promise | tests | state |\n|---|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# What is promised, and which test keeps it

Every promise of the documented HTTP API, with the tests that have its key in their names. \`npm run coverage\` runs them and writes this page.
`;

/** How many tests a row names; the rest are counted. */
const NAMED = 3;

/** @param {string} key @param {string} promise @param {Test[]} tests */
function row(key, promise, tests) {
  const own = tests.filter(({ title }) => keysIn(title).includes(key));
  const outcome = outcomeOf(own);
  const more = own.length > NAMED ? [`and ${own.length - NAMED} more`] : [];
  const names = [...own.slice(0, NAMED).map(named), ...more].join('<br>');
  return `| \`${key}\` | ${promise} | ${names} | ${outcome} |`;
}

/** @param {Test[]} tests */
function outcomeOf(tests) {
  if (tests.length === 0) return 'NO TEST';
  return tests.every(({ state }) => state === 'passed') ? 'passed' : 'FAILED';
}

const LONGEST = 120;

/** @param {Test} test */
function named({ file, title }) {
  const name = title
    .replace(KEYS, '')
    .trim()
    .toWellFormed()
    .replace(/\p{M}{3,}|[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
  const short = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  return `[${short.replace(/[|\\[\]]/g, '\\$&').replaceAll('<', '&lt;')}](../test/${file})`;
}
