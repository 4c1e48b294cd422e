import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { stopRecorded } from './process-record';
import { SetupError } from './setup-error.mjs';

export interface OrphanReaper {
  /** Has the reaper do its work now, and waits until it is done. */
  dismiss(): Promise<void>;
}

/**
 * Starts a process that waits for the end of this one, however it ends. It then stops the processes that the record
 * still lists and deletes the folder `scratch`, if one is given. Servers run in their own sessions, so without a reaper
 * they would outlive us after a `kill -9`.
 * @throws {SetupError} when the reaper has not been built
 */
export function startOrphanReaper(recordFile: string, scratch?: string): OrphanReaper {
  const script = path.join(packageRoot, 'dist/embedded/orphan-reaper.js');
  if (!existsSync(script)) throw new SetupError('Handover is not built yet. Run `npm run setup` first.');
  const reaper = spawn(process.execPath, [script, recordFile, ...(scratch ? [scratch] : [])], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(reaper, 'exit');
  reaper.unref();
  return {
    async dismiss() {
      reaper.ref();
      reaper.stdin.end();
      await ended;
    },
  };
}

async function reapOrphans(recordFile: string, scratch?: string): Promise<void> {
  for await (const _ of process.stdin); // ends when the process at the other end of the pipe does
  await stopRecorded(recordFile);
  if (scratch) rmSync(scratch, { recursive: true, force: true });
}

if (require.main === module) void reapOrphans(process.argv[2] ?? '', process.argv[3]);
