import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Creates a temporary folder. PostgreSQL's own user may pass through it, but nobody else may list it. */
export function makeScratchFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `handover-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}
