import path from 'node:path';
import { painter } from '../progress.mjs';
import type { Quickstart } from './quickstart';

/** What stands on the terminal once everything runs. */
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
    line('Outbox', link(quickstart.outbox_url), 'e-mail arrives here instead of at its addressee'),
    line('Temporal', quickstart.temporal_ui_url ? link(quickstart.temporal_ui_url) : quickstart.temporal_address),
    line('Data', shortest(dataDir), 'quickstart.json in it has all of this, logs/ what went on'),
    '',
    `  ${bold('Ask for a decision:')}`,
    '',
    curl(quickstart),
    '',
    `  ${dim('Ctrl-C stops everything. The data stays.')}`,
    '',
  ].join('\n');
}

/** Relative to where we are, unless it lies elsewhere. */
function shortest(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') ? folder : relative;
}

/** The documentation's first request, with the real address and key. Not indented, so that it pastes as it stands. */
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
