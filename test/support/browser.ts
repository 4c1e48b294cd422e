import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { cacheFolder } from '../../embedded/cache';
import { devDependencies } from '../../package.json';
import { packageRoot } from '../../platform/package-root';

const ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Root has no sandbox to give up.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** A headless browser: an installed Chrome or Chromium where there is one (CHROME_PATH first), else one from npm. */
export async function launchBrowser(): Promise<Browser> {
  const installed = installedChrome();
  if (installed) return chromium.launch({ executablePath: installed, args: ARGS });
  const folder = await unpackedChromium();
  const executablePath = path.join(folder, 'chromium');
  const env = { ...process.env, FONTCONFIG_PATH: path.join(folder, 'fonts') };
  try {
    return await chromium.launch({ executablePath, args: ARGS, env });
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error;
    const libraries = { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') };
    return chromium.launch({ executablePath, args: ARGS, env: { ...env, ...libraries } });
  }
}

function installedChrome(): string | undefined {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...MAC].find(existsSync);
}

/** The folder with the Chromium from npm, unpacked once: whole or not there, even where two test runs start together. */
async function unpackedChromium(): Promise<string> {
  const folder = path.join(cacheFolder(), `chromium-${devDependencies['@sparticuz/chromium']}`);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const partial = await mkdtemp(`${folder}.part-`);
  try {
    await unpackInto(partial);
    await writeFile(path.join(partial, 'fonts/fonts.conf'), `<fontconfig><dir>${folder}/fonts</dir></fontconfig>`);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true });
    if (!existsSync(folder)) throw error; // else another run was first
  }
  return folder;
}

/**
 * The package unpacks into TMPDIR, and its libraries too where it takes this machine for the cloud it was made for:
 * so it runs in a process with an environment of its own.
 */
async function unpackInto(folder: string): Promise<void> {
  const script = "import('@sparticuz/chromium').then(({ default: packed }) => packed.executablePath())";
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  await promisify(execFile)(process.execPath, ['-e', script], { cwd: packageRoot, env });
}
