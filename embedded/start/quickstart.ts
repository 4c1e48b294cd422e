import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What a script or a test needs to use what `npm start` has started. */
export interface Quickstart {
  readonly url: string;
  readonly api_key: string;
  readonly webhook_secret: string;
  readonly owner_email: string;
  readonly outbox_url: string;
  readonly outbox_dir: string;
  /** Null for a Temporal that was not started here. */
  readonly temporal_ui_url: string | null;
  readonly temporal_address: string;
  readonly database_url: string;
}

/** For its owner's eyes only: it holds the key. */
export function writeQuickstart(file: string, quickstart: Quickstart): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(quickstart, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The key an earlier start made; undefined at the first one. */
export function keptApiKey(file: string): string | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).api_key;
  } catch {
    return undefined;
  }
}
