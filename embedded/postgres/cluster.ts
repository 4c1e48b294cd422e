import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup-error.mjs';
import type { Binaries } from './binaries';
import { SUPERUSER } from './roles';
import type { SystemUser } from './system-user';

/** A PostgreSQL cluster: the files of one server, and the password of its superuser. */
export interface Cluster {
  readonly data: string;
  readonly password: string;
}

/**
 * Opens the cluster in a folder, which is initialised first when it is empty. The new cluster is renamed into place, so
 * an interrupted `initdb` leaves nothing incomplete.
 */
export function openCluster(folder: string, { initdb }: Binaries, user: SystemUser | undefined): Cluster {
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  if (!existsSync(data)) {
    const incomplete = path.join(folder, 'data.new');
    rmSync(incomplete, { recursive: true, force: true });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) chownSync(passwordFile, user.uid, user.gid);
    const args = [
      `--pgdata=${incomplete}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ];
    const { status, error, stderr } = spawnSync(initdb, args, { encoding: 'utf8', cwd: '/', ...user });
    if (status !== 0)
      throw new SetupError(`PostgreSQL couldn't initialise its data folder ${folder}: ${error?.message ?? stderr}`);
    renameSync(incomplete, data);
  }
  return { data, password: readFileSync(passwordFile, 'utf8').trim() };
}
