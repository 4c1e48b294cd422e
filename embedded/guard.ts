import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { stopRecorded } from './process-record';

export interface Guard {
  /** Ends the guard, which first does what it is there for, and waits until it has. */
  dismiss(): Promise<void>;
}

/**
 * Starts a process that outlives this one by a moment: when this one ends, however it ends, the guard stops what the
 * record still names, and then deletes `scratch`, where one is given. Servers run in sessions of their own, so without
 * a guard a kill -9 here would leave them behind.
 */
export function startGuard(recordFile: string, scratch?: string): Guard {
  const script = path.join(packageRoot, 'dist/embedded/guard.js');
  const guard = spawn(process.execPath, [script, recordFile, ...(scratch ? [scratch] : [])], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return {
    async dismiss() {
      guard.ref();
      guard.stdin.end();
      await once(guard, 'exit');
    },
  };
}

async function standGuard(recordFile: string, scratch?: string): Promise<void> {
  for await (const _ of process.stdin); // ends with the process that holds the other end of the pipe
  if (existsSync(recordFile)) await stopRecorded(recordFile);
  if (scratch) rmSync(scratch, { recursive: true, force: true });
}

if (require.main === module) void standGuard(process.argv[2] ?? '', process.argv[3]);
