import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fromSetup } from './database';

/** How many namespaces the test server has from the start: one a test file that needs one. */
export const NAMESPACES = Array.from({ length: 80 }, (_, index) => `test-${index + 1}`);

/** Takes a namespace that no other test file has, so that each has its task queues to itself. */
export function claimNamespace(): string {
  const claims = path.join(fromSetup('HANDOVER_TEST_DIR'), 'namespaces');
  mkdirSync(claims, { recursive: true });
  for (const name of NAMESPACES)
    try {
      mkdirSync(path.join(claims, name));
      return name;
    } catch {
      // another file has it
    }
  throw new Error('more test files than namespaces: raise the number in test/support/namespace.ts');
}
