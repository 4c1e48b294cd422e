import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildTemporal, builtTemporal, hasGo } from './go-build';
import type { Say } from './progress.mjs';
import { downloadedServer, downloadServer } from './sdk-download';
import { Interrupted, SetupError } from './setup/command.mjs';

/**
 * The path of a `temporal` program, the first there is: TEMPORAL_CLI_PATH, the one on the PATH, one that was downloaded
 * or built before; else the SDK's download, else a build with Go.
 * @throws {SetupError} naming the ways out when there is none
 */
export async function findTemporal(say: Say): Promise<string> {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named) return runnable(named);
  if (runs('temporal')) return 'temporal';
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
    throw new SetupError(waysOut(`It could not be downloaded, nor built:\n${String(error)}`));
  }
}

function runnable(file: string): string {
  if (runs(file)) return file;
  throw new SetupError(`TEMPORAL_CLI_PATH is ${file}, which does not run. Name the \`temporal\` program, or unset it.`);
}

function runs(file: string): boolean {
  return spawnSync(file, ['--version']).status === 0;
}

function waysOut(why: string): string {
  return (
    `No Temporal server was found. ${why}\n\nAny one of these will do:\n` +
    '  - install the `temporal` command line tool, or name it in TEMPORAL_CLI_PATH\n' +
    '  - set TEMPORAL_ADDRESS to a Temporal server that runs already\n' +
    '  - install Go 1.26 or newer, with a network that reaches its module proxy, and start again'
  );
}
