import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildTemporal, builtTemporal, hasGo } from './build-temporal';
import type { Say } from './progress.mjs';
import { downloadedServer, downloadServer } from './sdk-download';
import { Interrupted, reasonOf, SetupError } from './setup-error.mjs';

/** The oldest server version whose conflict policies work as needed here. */
const OLDEST = [1, 27] as const;

/**
 * Returns the path of a `temporal` program. It looks in this order: TEMPORAL_CLI_PATH, the PATH (unless too old), an
 * earlier download or build, a download by the SDK, a build with Go.
 * @throws {SetupError} that lists what the user can do when there is none
 */
export async function findTemporal(say: Say): Promise<string> {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named && isUsable(named)) return named;
  if (named)
    throw new SetupError(
      `TEMPORAL_CLI_PATH is ${named}, which doesn't run or contains a server older than ${OLDEST.join('.')}. ` +
        'Set it to a newer `temporal` program, or unset it.',
    );
  if (isUsable('temporal')) return 'temporal';
  const cached = [downloadedServer('temporal'), builtTemporal()].find((file) => file && existsSync(file));
  if (cached) return cached;

  say('downloading it');
  const downloaded = await downloadServer('temporal');
  if (downloaded) return downloaded;
  if (!hasGo()) throw notFound("It couldn't be downloaded, and Go isn't installed to build it.");
  try {
    return await buildTemporal(say);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw notFound(`It could be neither downloaded nor built:\n${reasonOf(error)}`);
  }
}

/** True when the program runs and its server isn't too old. */
function isUsable(file: string): boolean {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /Server (\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  if (status !== 0 || major === undefined || minor === undefined) return false;
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function notFound(why: string): SetupError {
  return new SetupError(
    `No Temporal server was found. ${why}\n\nDo one of the following:\n` +
      '  - install the `temporal` command line tool, or set TEMPORAL_CLI_PATH to its path\n' +
      '  - set TEMPORAL_ADDRESS to a Temporal server that is already running\n' +
      '  - install Go 1.26 or newer, on a network that reaches its module proxy, and start again',
  );
}
