import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { csvOf } from '../platform/csv';
import type { AuditEvent } from '../store/audit';
import { auditEventView } from './views/audit';

/** Streams audit events as a download, one per line. */
export async function sendAuditExport(
  response: Response,
  events: AsyncIterable<AuditEvent>,
  format: 'jsonl' | 'csv',
): Promise<void> {
  response.type(format === 'csv' ? 'text/csv' : 'application/x-ndjson');
  response.set('Content-Disposition', `attachment; filename="audit.${format}"`);
  const sent = format === 'csv' ? pipeline(rowsOf(events), asCsv(), response) : pipeline(linesOf(events), response);
  await sent.catch((error: unknown) => {
    if (!isHangUp(error)) throw error;
  });
}

const isHangUp = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

async function* linesOf(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(auditEventView(event))}\n`;
}

async function* rowsOf(events: AsyncIterable<AuditEvent>): AsyncGenerator<Record<string, unknown>> {
  for await (const event of events) {
    const { actor, ...row } = auditEventView(event);
    yield { ...row, actor_type: actor.type, actor_id: actor.id, assurance: actor.assurance };
  }
}

/** The actor has columns of its own; data is JSON. */
const asCsv = () =>
  csvOf([
    ...['sequence', 'id', 'type', 'at', 'actor_type', 'actor_id', 'assurance'],
    ...['decision_id', 'data', 'previous_hash', 'hash'],
  ]);
