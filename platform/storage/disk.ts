import { chmod, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Storage } from '../storage';

/** Files in one folder, which all processes must share. */
export function diskStorage(folder: string): Storage {
  const at = (key: string): string => path.join(folder, key);
  return {
    put: async (key, file) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = `${at(key)}.part`;
      try {
        await copyFile(file.path, partial);
        await chmod(partial, 0o600);
        await flushed(partial);
        await rename(partial, at(key)); // complete, or not there at all
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    open: async (key) => (await open(at(key))).createReadStream(),
    delete: (key) => rm(at(key), { force: true }),
  };
}

/** Waits until the file is on disk, so that it survives a power failure. */
async function flushed(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}
