import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { cacheFolder } from './cache-folder';

/** What Temporal's SDK can download. */
export type SdkServer = 'temporal' | 'time-skipping';

const STALLED_MS = 20_000;
const UNFINISHED = '.downloading';

/** The program an earlier download left in the cache. */
export function downloadedServer(which: SdkServer): string | undefined {
  const folder = downloadFolder(which);
  const file = readdirSync(folder).find((name) => !name.endsWith(UNFINISHED));
  return file && path.join(folder, file);
}

/**
 * Lets the SDK download a server into the cache. Undefined when it cannot: without a network that takes no time; one
 * that swallows everything is given up on when nothing has arrived for 20 seconds.
 */
export async function downloadServer(which: SdkServer): Promise<string | undefined> {
  const folder = downloadFolder(which);
  const script = path.join(packageRoot, 'embedded/run-sdk-download.mjs');
  const download = spawn(process.execPath, [script, which, folder], { cwd: packageRoot, stdio: 'ignore' });
  let seen = { size: 0, at: Date.now() };
  const watch = setInterval(() => {
    const size = bytesIn(folder);
    if (size !== seen.size) seen = { size, at: Date.now() };
    if (Date.now() - seen.at > STALLED_MS) download.kill('SIGKILL');
  }, 500);
  const succeeded = await new Promise((resolve) => download.on('close', (code) => resolve(code === 0)));
  clearInterval(watch);
  return succeeded ? downloadedServer(which) : undefined;
}

function downloadFolder(which: SdkServer): string {
  const folder = path.join(cacheFolder(), 'downloads', which);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
