import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Storage } from '../storage';

/** Files in one folder, which every API process must see. */
export function diskStorage(folder: string): Storage {
  const at = (key: string): string => path.join(folder, key);
  return {
    put: async (key, file) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = `${at(key)}.part`;
      try {
        await copyFile(file.path, partial);
        await flushed(partial);
        await rename(partial, at(key)); // whole, or not there
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    open: async (key) => (await open(at(key))).createReadStream(),
    delete: (key) => rm(at(key), { force: true }),
  };
}

/** Waits until the disk has it, whatever happens to the machine from then on. */
async function flushed(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}
