import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { cacheFolder } from '../../embedded/cache-folder';
import { devDependencies } from '../../package.json';

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
  await unpackInto(partial);
  await writeFile(path.join(partial, 'fonts/fonts.conf'), `<fontconfig><dir>${folder}/fonts</dir></fontconfig>`);
  await rename(partial, folder).catch(() => rm(partial, { recursive: true }));
  return folder;
}

/** The package unpacks into TMPDIR, and its libraries too where it takes this machine for the cloud it was made for. */
async function unpackInto(folder: string): Promise<void> {
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: '' });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
    await packed.executablePath();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
