import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that contains package.json, whether the code runs from source, from dist/ or under jest. */
export const packageRoot = rootAbove(__dirname);

function rootAbove(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : rootAbove(path.dirname(folder));
}
