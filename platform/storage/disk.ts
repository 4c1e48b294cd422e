import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
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
        await writeFile(partial, createReadStream(file.path), { flush: true, mode: 0o600 });
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
