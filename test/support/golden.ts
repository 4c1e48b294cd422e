import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Holds this against the file of that name under `test/unit/golden`. Written anew only with RENEW_GOLDEN=1. */
export function expectGolden(name: string, seen: unknown): void {
  const file = path.join(__dirname, '../unit/golden', `${name}.json`);
  const text = `${JSON.stringify(seen, null, 2)}\n`;
  if (process.env.RENEW_GOLDEN) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
