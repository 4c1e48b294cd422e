import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { commandOf, identityOf } from '../process-identity.mjs';
import { stopProcess } from '../process-record';

const GRACE_MS = 20_000;

/**
 * Stops a PostgreSQL that a killed run left on this data. If its process id belongs to no process or to another one, the
 * pid file is deleted, because PostgreSQL would refuse to start.
 */
export async function stopLeftover(data: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  const pid = pidIn(pidFile);
  if (pid === undefined) return;
  if (!commandOf(pid).includes(`-D ${data}`)) return rmSync(pidFile, { force: true });

  const identity = identityOf(pid);
  if (identity) await stopProcess({ pid, identity, signal: 'SIGINT' }, GRACE_MS, 'SIGQUIT');
}

function pidIn(pidFile: string): number | undefined {
  try {
    return Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]) || undefined;
  } catch {
    return undefined;
  }
}
