import { type Happened, twice } from './check';
import type { Product } from './product';

const MOST_SHOWN = 30;

/** What happened, in a few lines. */
export async function report({ db }: Product, happened: Happened, violations: readonly string[]): Promise<string> {
  const { promised, disruptions, receiver, arrived } = happened;
  const statuses = await db.decision.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } });
  const audited = await db.auditEvent.count();
  const events = new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size;
  const rows: readonly (readonly [string, string])[] = [
    ['broken', countBy(disruptions.map(({ part, kind }) => `${part} ${kind}`))],
    ['created', `${promised.created.size} decisions acknowledged`],
    ['ended', statuses.map(({ status, _count }) => `${_count} ${status}`).join(', ')],
    ['answered', `${promised.ledger.answers.length} answers acknowledged`],
    ['no reply', `${promised.unanswered} requests`],
    ['mails', `${arrived.length}, ${twice(arrived).length} of them again`],
    ['callbacks', `${events} events in ${receiver.received.length} callbacks`],
    ['audit', `${audited} events`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const shown = violations.slice(0, MOST_SHOWN).map((violation) => `  ✗ ${violation}`);
  const rest = violations.length > MOST_SHOWN ? [`  … and ${violations.length - MOST_SHOWN} more`] : [];
  const verdict = violations.length === 0 ? '  ✓ nothing lost, doubled or stuck' : `  ${violations.length} violations:`;
  return [...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`), '', verdict, ...shown, ...rest].join('\n');
}

function countBy(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const parts = [...counts].toSorted(([a], [b]) => a.localeCompare(b)).map(([name, count]) => `${name} ${count}×`);
  return `${names.length} times: ${parts.join(', ')}`;
}
