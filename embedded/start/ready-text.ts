import path from 'node:path';
import { painter } from '../progress.mjs';
import type { Quickstart } from './quickstart';

/** What `npm start` prints once everything is running. */
export function readyText(quickstart: Quickstart, dataDir: string, out: NodeJS.WriteStream): string {
  const { bold, dim, link } = painter(out);
  const line = (name: string, value: string, note = '') =>
    `  ${dim(name.padEnd(12))}${value}${note && `  ${dim(note)}`}`;
  return [
    '',
    `  ${bold('Handover is ready.')}`,
    '',
    line('API', link(quickstart.url)),
    line('API key', quickstart.api_key),
    line('Outbox', link(quickstart.outbox_url), 'shows e-mail instead of sending it'),
    line('Temporal', quickstart.temporal_ui_url ? link(quickstart.temporal_ui_url) : quickstart.temporal_address),
    line('Data', relativePath(dataDir), 'quickstart.json has these addresses and the key, logs/ the logs'),
    '',
    `  ${bold('Create your first decision:')}`,
    '',
    curl(quickstart),
    '',
    `  ${dim('Press Ctrl-C to stop everything. Your data is kept.')}`,
    '',
  ].join('\n');
}

/** Relative to the current folder, unless it is outside. */
function relativePath(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') ? folder : relative;
}

/** The first request of the documentation, with the real address and key. It isn't indented, so it can be pasted as is. */
function curl({ url, api_key }: Quickstart): string {
  return `curl -X POST ${url}/decisions \\
  -H "Authorization: Bearer ${api_key}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "action": "Send contract to Acme Corp for $48,000/year",
    "context": "Customer requested enterprise plan after 3 sales calls.",
    "approver": "sarah@company.com",
    "urgency": "high"
  }'`;
}
