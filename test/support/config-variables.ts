import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../platform/package-root';

/** Every environment variable that `platform/config.ts` reads, as its schema lists them. */
export function configVariables(): readonly string[] {
  const source = readFileSync(path.join(packageRoot, 'platform/config.ts'), 'utf8');
  const [, schema = ''] = /const environment = z\.object\(\{\n(.*?)\n\}\);/s.exec(source) ?? [];
  const names = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(([, name = '']) => name);
  if (names.length === 0) throw new Error('platform/config.ts has no schema as this reads it');
  return names;
}
