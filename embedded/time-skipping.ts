import { existsSync } from 'node:fs';
import { fetchWithMaven, hasMaven, mavenServer } from './maven-download';
import type { Say } from './progress.mjs';
import { reasonOf } from './reason';
import { downloadedServer, downloadServer } from './sdk-download';
import { Interrupted, SetupError } from './setup/command.mjs';

/**
 * The path of Temporal's time-skipping test server, the first there is: TEMPORAL_TEST_SERVER_PATH, one fetched before;
 * else the SDK's download, else Maven.
 * @throws {SetupError} naming the ways out when there is none
 */
export async function findTimeSkippingServer(say: Say): Promise<string> {
  const named = process.env.TEMPORAL_TEST_SERVER_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new SetupError(`TEMPORAL_TEST_SERVER_PATH is ${named}, which is not there. Name the program, or unset it.`);
  }
  const cached = [downloadedServer('time-skipping'), mavenServer()].find((file) => file && existsSync(file));
  if (cached) return cached;

  say('downloading it');
  const downloaded = await downloadServer('time-skipping');
  if (downloaded) return downloaded;
  if (!hasMaven()) throw new SetupError(waysOut('It could not be downloaded, and there are no Maven and Java.'));
  try {
    return await fetchWithMaven(say);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new SetupError(waysOut(`It could not be downloaded, nor fetched with Maven:\n${reasonOf(error)}`));
  }
}

function waysOut(why: string): string {
  return (
    `The tests need Temporal's time-skipping server. ${why}\n\nAny one of these will do:\n` +
    '  - name the `temporal-test-server` program in TEMPORAL_TEST_SERVER_PATH\n' +
    '  - install Java and Maven, with a network that reaches its central repository, and start again\n' +
    '  - start again on a network the SDK can download it from'
  );
}
