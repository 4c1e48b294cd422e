import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** The documented promises by section, each with its key. @type {Record<string, Record<string, string>>} */
export const ROWS = JSON.parse(readFileSync(path.join(root, 'test/coverage/rows.json'), 'utf8'));

/**
 * The promises that a test keeps, by the keys in its name: "… [h.create] [h.uuid]".
 * @param {string} text
 */
export const keysIn = (text) => [...text.matchAll(/\[(h\.[\w.]+)\]/g)].map(([, key = '']) => key);

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
 * docs/coverage.md, whole.
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

Every row of the documented HTTP API, with the tests that carry its key in their names. \`npm run coverage\` runs them and writes this page.
`;

/** @param {string} key @param {string} promise @param {Test[]} tests */
function row(key, promise, tests) {
  const own = tests.filter(({ title }) => keysIn(title).includes(key));
  const passed = own.length > 0 && own.every(({ state }) => state === 'passed');
  return `| \`${key}\` | ${promise} | ${own.map(named).join('<br>')} | ${passed ? 'passed' : 'FAILED'} |`;
}

/** @param {Test} test */
function named({ file, title }) {
  const name = title
    .replace(/ *\[h\.[\w.]+\]/g, '')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
  return `[${name}](../test/${file})`;
}
