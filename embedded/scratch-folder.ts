import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new folder under the system's temporary one, through which PostgreSQL's own user may pass, and read nothing. */
export function makeScratchFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `handover-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}
