import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup/command.mjs';
import type { Binaries } from './binaries';
import { SUPERUSER } from './roles';
import type { SystemUser } from './run-as';

/** What PostgreSQL calls a cluster: the files of one server, and the password of its superuser. */
export interface Cluster {
  readonly data: string;
  readonly password: string;
}

/**
 * Opens the cluster in a folder; makes it first where there is none. It is made aside and then renamed, so a kill in
 * the middle leaves nothing half made.
 */
export function openCluster(folder: string, { initdb }: Binaries, user: SystemUser | undefined): Cluster {
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  if (!existsSync(data)) {
    const unfinished = path.join(folder, 'data.new');
    rmSync(unfinished, { recursive: true, force: true });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) chownSync(passwordFile, user.uid, user.gid);
    const made = spawnSync(
      initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { encoding: 'utf8', cwd: '/', ...user },
    );
    if (made.status !== 0)
      throw new SetupError(
        `PostgreSQL could not make its data folder ${folder}: ${made.error?.message ?? made.stderr}`,
      );
    renameSync(unfinished, data);
  }
  return { data, password: readFileSync(passwordFile, 'utf8').trim() };
}
