import { readFileSync } from 'node:fs';
import { lastDone, markDone } from './fingerprint.mjs';
import { NO_ENGINE_DOWNLOAD } from './prisma-client.mjs';
import { run } from './run-command.mjs';

const SYSTEM = `${process.platform}-${process.arch}`;

/** True when npm has installed what the lock file asks for. Optional packages for other systems may be absent. */
export function packagesAreCurrent() {
  if (![SYSTEM, ''].includes(lastDone('packages'))) return false; // the folder is shared by two systems, such as a container
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json'); // npm writes it last, an interrupted install has none
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && (!entry.integrity || found.integrity === entry.integrity);
  });
}

/** Installs exactly what the lock file lists, including development dependencies whatever NODE_ENV says. */
export async function installPackages() {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  await run([...npm, 'ci', '--include=dev'], {
    env: NO_ENGINE_DOWNLOAD,
    advice: 'Check that this machine can reach the npm registry and that node_modules is writable, then start again.',
  });
  markDone('packages', SYSTEM);
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * @param {string} lockFile
 * @returns {Record<string, LockEntry>}
 */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return {};
  }
}
