import { existsSync } from 'node:fs';
import { fetchedServer, fetchWithMaven, hasMaven } from './fetch-time-skipping-server';
import type { Say } from './progress.mjs';
import { downloadedServer, downloadServer } from './sdk-download';
import { Interrupted, reasonOf, SetupError } from './setup-error.mjs';

/**
 * Returns the path of Temporal's time-skipping test server. It looks in this order: TEMPORAL_TEST_SERVER_PATH, an earlier
 * download, a download by the SDK, a download with Maven.
 * @throws {SetupError} that lists what the user can do when there is none
 */
export async function findTimeSkippingServer(say: Say): Promise<string> {
  const named = process.env.TEMPORAL_TEST_SERVER_PATH;
  if (named && existsSync(named)) return named;
  if (named)
    throw new SetupError(
      `TEMPORAL_TEST_SERVER_PATH is ${named}, which doesn't exist. Set it to the path of the program, or unset it.`,
    );
  const cached = [downloadedServer('time-skipping'), fetchedServer()].find((file) => file && existsSync(file));
  if (cached) return cached;

  say('downloading it');
  const downloaded = await downloadServer('time-skipping');
  if (downloaded) return downloaded;
  if (!hasMaven()) throw notFound("It couldn't be downloaded, and Maven and Java aren't installed.");
  try {
    return await fetchWithMaven(say);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw notFound(`It couldn't be downloaded, not even with Maven:\n${reasonOf(error)}`);
  }
}

function notFound(why: string): SetupError {
  return new SetupError(
    `The tests need Temporal's time-skipping server. ${why}\n\nDo one of the following:\n` +
      '  - set TEMPORAL_TEST_SERVER_PATH to the path of the `temporal-test-server` program\n' +
      '  - install Java and Maven, on a network that reaches its central repository, and start again\n' +
      '  - start again on a network from which the SDK can download it',
  );
}
