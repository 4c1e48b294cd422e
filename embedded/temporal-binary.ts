import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildTemporal, builtTemporal, hasGo } from './go-build';
import type { Say } from './progress.mjs';
import { reasonOf } from './reason';
import { downloadedServer, downloadServer } from './sdk-download';
import { Interrupted, SetupError } from './setup/command.mjs';

/** The oldest server whose Updates and conflict policies do what is asked of them here. */
const OLDEST = [1, 27] as const;

/**
 * The path of a `temporal` program, the first there is: TEMPORAL_CLI_PATH, the one on the PATH unless it is too old, one
 * that was downloaded or built before; else the SDK's download, else a build with Go.
 * @throws {SetupError} naming the ways out when there is none
 */
export async function findTemporal(say: Say): Promise<string> {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named) return runnable(named);
  if (isUsable('temporal')) return 'temporal';
  const cached = [downloadedServer('temporal'), builtTemporal()].find((file) => file && existsSync(file));
  if (cached) return cached;

  say('downloading it');
  const downloaded = await downloadServer('temporal');
  if (downloaded) return downloaded;
  if (!hasGo()) throw new SetupError(waysOut('It could not be downloaded, and there is no Go to build it with.'));
  try {
    return await buildTemporal(say);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new SetupError(waysOut(`It could not be downloaded, nor built:\n${reasonOf(error)}`));
  }
}

function runnable(file: string): string {
  if (isUsable(file)) return file;
  throw new SetupError(
    `TEMPORAL_CLI_PATH is ${file}: that does not run, or brings a server older than ${OLDEST.join('.')}. ` +
      'Name a newer `temporal` program, or unset it.',
  );
}

/** It runs, and its server is not too old. */
function isUsable(file: string): boolean {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /Server (\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  if (status !== 0 || major === undefined || minor === undefined) return false;
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function waysOut(why: string): string {
  return (
    `No Temporal server was found. ${why}\n\nAny one of these will do:\n` +
    '  - install the `temporal` command line tool, or name it in TEMPORAL_CLI_PATH\n' +
    '  - set TEMPORAL_ADDRESS to a Temporal server that runs already\n' +
    '  - install Go 1.26 or newer, with a network that reaches its module proxy, and start again'
  );
}
