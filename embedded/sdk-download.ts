import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { cacheFolder } from './cache';

/** What Temporal's SDK can download. */
export type SdkServer = 'temporal' | 'time-skipping';

const STALLED_MS = 20_000;
const INCOMPLETE = '.downloading';

/** The program that an earlier download left in the cache. */
export function downloadedServer(which: SdkServer): string | undefined {
  const folder = downloadFolder(which);
  const file = readdirSync(folder).find((name) => !name.endsWith(INCOMPLETE));
  return file && path.join(folder, file);
}

/**
 * Has the SDK download a server into the cache. Returns undefined when that fails, which without a network is at once,
 * or when nothing has arrived for 20 seconds.
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
  const exitCode = await new Promise((resolve) => download.once('close', resolve));
  clearInterval(watch);
  return exitCode === 0 ? downloadedServer(which) : undefined;
}

function downloadFolder(which: SdkServer): string {
  const folder = path.join(cacheFolder(), 'downloads', which);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
