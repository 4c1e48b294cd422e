import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { MAINTENANCE_SCHEDULE } from '../../worker/schedule';
import { fromSetup } from './database';

/** How many namespaces the test server has from the start: one a test file that needs one. */
export const NAMESPACES = Array.from({ length: 128 }, (_, index) => `test-${index + 1}`);

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

/** Deletes the namespace's schedule, which goes on else for as long as Temporal runs, and slows down all that comes after. */
export async function leaveNamespace({ connection, schedule }: Client): Promise<void> {
  const deleted = connection.withDeadline(Date.now() + 5_000, () => schedule.getHandle(MAINTENANCE_SCHEDULE).delete());
  await deleted.catch(() => undefined); // no worker made one, or Temporal is what the test has stopped
}
