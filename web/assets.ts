// biome-ignore-start lint/style/noRestrictedImports: the one place where web/ reads its own files
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
// biome-ignore-end lint/style/noRestrictedImports: the one place where web/ reads its own files

/** A file that pages load, under `/assets/<name>`. */
export interface Asset {
  readonly contentType: string;
  readonly body: Buffer;
  readonly etag: string;
}

const SHEETS = [
  ...['tokens', 'base', 'parts', 'form', 'files', 'approver', 'trace', 'progress', 'outcome'],
  ...['outbox', 'api', 'media'],
];

/** Every asset by its name, read once. The one style sheet is written in parts, a later one wins. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  [
    'handover.css',
    read(
      SHEETS.map((name) => `${name}.css`),
      'text/css; charset=utf-8',
    ),
  ],
  ['handover.js', read(['handover.js'], 'text/javascript; charset=utf-8')],
]);

function read(names: readonly string[], contentType: string): Asset {
  const body = Buffer.concat(names.map((name) => readFileSync(find(path.join('web/browser', name), __dirname))));
  return { contentType, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` };
}

/** The file in the nearest folder above that has it: the build copies nothing, compiled code reads what is in the package. */
function find(file: string, folder: string): string {
  const here = path.join(folder, file);
  if (existsSync(here)) return here;
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`${file} is missing: it ships with the package, beside dist/`);
  return find(file, above);
}
