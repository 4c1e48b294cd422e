import type { Decision } from '../contract/model';
import type { Link } from '../generated/prisma/client';
import { newId } from '../platform/ids';
import { type AuditEntry, auditRows, SYSTEM } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import { toDecision } from './decisions';
import type { Sql } from './sql';

export type { Link };

/** The link of this recipient to this decision, made at first use. Only the hash of its token is kept. */
export async function ensureLink(db: Db, decisionId: string, recipient: string, tokenHash: string): Promise<Link> {
  const [link] = await db.sql`
    INSERT INTO links (id, decision_id, token_hash, recipient) VALUES (${newId()}, ${decisionId}, ${tokenHash}, ${recipient})
    ON CONFLICT (decision_id, recipient) DO UPDATE SET recipient = excluded.recipient
    RETURNING *`;
  return fromColumns(link ?? {}) as unknown as Link;
}

/** The link behind a token, with its decision; null for a token that nobody was given. */
export async function findLink(db: Db, tokenHash: string): Promise<{ link: Link; decision: Decision } | null> {
  const row = await db.link.findUnique({ where: { tokenHash }, include: { decision: true } });
  if (!row) return null;
  const { decision, ...link } = row;
  return { link, decision: toDecision(decision) };
}

/** The links of everybody who was asked. */
export const findLinks = (db: Db, decisionId: string): Promise<Link[]> => db.link.findMany({ where: { decisionId } });

/** Notes the first opening of a link. Opening decides nothing: mail scanners open links too. */
export async function markOpened(
  db: Db,
  { link, decision }: { link: Link; decision: Decision },
  at: Date,
): Promise<void> {
  if (link.openedAt) return;
  const actor = { type: 'approver', id: link.recipient, assurance: 'link' } as const;
  const data = { link_id: link.id, content_hash: decision.contentHash };
  const audit = auditRows([{ type: 'link.opened', at, actor, decisionId: decision.id, data }]);
  await db.sql`
    WITH opened AS (UPDATE links SET opened_at = ${at} WHERE id = ${link.id} AND opened_at IS NULL RETURNING id)
    SELECT audit_append(${decision.workspaceId}, ${audit}) FROM opened`;
}

/** Notes that the approver was told, so that a retry does not tell them twice; `before`: what went wrong until then. */
export async function markNotified(
  sql: Sql,
  link: Link,
  decision: Decision,
  { channel, before = [] }: { channel: string; before?: readonly AuditEntry[] },
  at: Date,
): Promise<void> {
  const data = { link_id: link.id, channel, recipient: link.recipient, content_hash: decision.contentHash };
  const audit = auditRows([...before, { type: 'approver.notified', at, actor: SYSTEM, decisionId: decision.id, data }]);
  await sql`
    WITH told AS (UPDATE links SET notified_at = ${at} WHERE id = ${link.id} RETURNING id)
    SELECT audit_append(${decision.workspaceId}, ${audit}) FROM told`;
}
