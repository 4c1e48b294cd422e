import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { stopRecorded } from './process-record';
import { SetupError } from './setup/command.mjs';

export interface Guard {
  /** Ends the guard, which first does what it is there for, and waits until it has. */
  dismiss(): Promise<void>;
}

/**
 * Starts a process that outlives this one by a moment: when this one ends, however it ends, the guard stops what the
 * record still names, and then deletes `scratch`, where one is given. Servers run in sessions of their own, so without
 * a guard a kill -9 here would leave them behind.
 * @throws {SetupError} when it has not been built
 */
export function startGuard(recordFile: string, scratch?: string): Guard {
  const script = path.join(packageRoot, 'dist/embedded/guard.js');
  if (!existsSync(script)) throw new SetupError('Handover is not built yet: run `npm run setup` first.');
  const guard = spawn(process.execPath, [script, recordFile, ...(scratch ? [scratch] : [])], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(guard, 'exit');
  guard.unref();
  return {
    async dismiss() {
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}

async function standGuard(recordFile: string, scratch?: string): Promise<void> {
  for await (const _ of process.stdin); // ends with the process that holds the other end of the pipe
  if (existsSync(recordFile)) await stopRecorded(recordFile);
  if (scratch) rmSync(scratch, { recursive: true, force: true });
}

if (require.main === module) void standGuard(process.argv[2] ?? '', process.argv[3]);
