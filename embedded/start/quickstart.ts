import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What a script or a test needs to use the servers that `npm start` runs. */
export interface Quickstart {
  readonly url: string;
  readonly api_key: string;
  readonly webhook_secret: string;
  readonly owner_email: string;
  readonly outbox_url: string;
  readonly outbox_dir: string;
  /** Null when TEMPORAL_ADDRESS names another server. */
  readonly temporal_ui_url: string | null;
  readonly temporal_address: string;
  readonly database_url: string;
}

/** Only its owner may read the file, because it contains the key. */
export function writeQuickstart(file: string, quickstart: Quickstart): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(quickstart, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The API key of an earlier start, undefined when this is the first. */
export function existingApiKey(file: string): string | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).api_key;
  } catch {
    return undefined;
  }
}
