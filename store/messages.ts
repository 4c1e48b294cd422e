import type { Decision } from '../contract/model';
import { newId } from '../platform/ids';
import { fromColumns } from './columns';
import type { Db } from './db';
import type { Link } from './links';
import type { Sql } from './sql';

/** Where a message is, in words of its channel. */
export type Reference = Readonly<Record<string, string>>;

/** A message that can be edited. */
interface SentMessage {
  readonly id: string;
  readonly linkId: string;
  readonly recipient: string;
  readonly channel: string;
  readonly reference: Reference;
  /** What it shows; see `channels/standing.ts`. */
  readonly shown: string;
  readonly settledAt: Date | null;
  /** Whether an answer of its recipient is kept, and neither taken nor refused. */
  readonly recorded: boolean;
}

/**
 * Keeps a message that was sent, once. The lock makes it wait for a `record` that is under way, and has one that comes
 * later see this message: none of them misses the other.
 */
export async function keepMessage(
  sql: Sql,
  link: Pick<Link, 'id' | 'decisionId'>,
  { channel, reference, shown }: Pick<SentMessage, 'channel' | 'reference' | 'shown'>,
  at: Date,
): Promise<void> {
  await sql`SELECT FROM decisions WHERE id = ${link.decisionId} FOR SHARE`;
  await sql`
    INSERT INTO messages (id, link_id, channel, reference, shown, created_at)
    VALUES (${newId()}, ${link.id}, ${channel}, ${JSON.stringify(reference)}, ${shown}, ${at})
    ON CONFLICT DO NOTHING`;
}

/** All messages of a decision, in the order they were sent. */
export async function findMessages({ sql }: Pick<Db, 'sql'>, decisionId: string): Promise<SentMessage[]> {
  const rows = await sql`
    SELECT m.*, l.recipient,
           EXISTS (SELECT 1 FROM answers a WHERE a.decision_id = l.decision_id AND a.link_id = l.id AND a.state = 'untaken') AS recorded
    FROM messages m JOIN links l ON l.id = m.link_id
    WHERE l.decision_id = ${decisionId} ORDER BY m.id`;
  return rows.map((row) => fromColumns(row) as unknown as SentMessage);
}

/** Notes what a message shows now; `settledAt` where nothing will follow. */
export async function noteShown({ sql }: Db, id: string, shown: string, settledAt: Date | null): Promise<void> {
  await sql`UPDATE messages SET shown = ${shown}, settled_at = ${settledAt} WHERE id = ${id}`;
}

/** Has the messages of an erased decision edited once more, for they show its words, and forgets those that cannot be. */
export async function unsettle(sql: Sql, decisionId: string): Promise<void> {
  await sql`
    DELETE FROM messages WHERE shown = 'gone' AND link_id IN (SELECT id FROM links WHERE decision_id = ${decisionId})`;
  await sql`
    UPDATE messages SET settled_at = NULL WHERE link_id IN (SELECT id FROM links WHERE decision_id = ${decisionId})`;
}

/** Forgets where a message is, and so whom it was sent to. */
export async function forgetMessage({ sql }: Db, id: string): Promise<void> {
  await sql`DELETE FROM messages WHERE id = ${id}`;
}

/**
 * Decisions with a message that may not show how they stand, because an edit failed or a file was added: all but those
 * that still ask what they asked. By id from `after` on.
 */
export async function findBehind({ sql }: Db, after: Decision['id'] | null, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    SELECT DISTINCT d.id FROM messages m JOIN links l ON l.id = m.link_id JOIN decisions d ON d.id = l.decision_id
    WHERE m.settled_at IS NULL AND (d.status <> 'pending' OR m.shown <> 'asked ' || d.content_hash)
      AND (${after}::uuid IS NULL OR d.id > ${after}) ORDER BY d.id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
