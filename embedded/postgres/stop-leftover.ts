import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, identityOf, signal } from '../process-identity.mjs';

const GRACE_MS = 20_000;
const POLL_MS = 50;

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
  signal(pid, 'SIGINT');
  const deadline = Date.now() + GRACE_MS;
  while (identityOf(pid) === identity && Date.now() < deadline) await sleep(POLL_MS);
  if (identityOf(pid) === identity) signal(pid, 'SIGQUIT');
  while (identityOf(pid) === identity) await sleep(POLL_MS);
}

function pidIn(pidFile: string): number | undefined {
  try {
    return Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]) || undefined;
  } catch {
    return undefined;
  }
}
