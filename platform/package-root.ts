import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder package.json lies in: the same from source, from dist/ and under jest. */
export const packageRoot = rootAbove(__dirname);

function rootAbove(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : rootAbove(path.dirname(folder));
}
