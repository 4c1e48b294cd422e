import type { Decision } from '../contract/model';
import type { Link } from '../generated/prisma/client';
import { newId } from '../platform/ids';
import { appendAudit, auditRows, SYSTEM } from './audit';
import type { Db } from './db';
import { toDecision } from './decisions';

export type { Link };

/** The link of this recipient to this decision, made at first use. Only the hash of its token is kept. */
export async function ensureLink(db: Db, decisionId: string, recipient: string, tokenHash: string): Promise<Link> {
  await db.$executeRaw`
    INSERT INTO links (id, decision_id, token_hash, recipient)
    VALUES (${newId()}::uuid, ${decisionId}::uuid, ${tokenHash}, ${recipient}) ON CONFLICT DO NOTHING`;
  return db.link.findUniqueOrThrow({ where: { decisionId_recipient: { decisionId, recipient } } });
}

/** The link behind a token, with its decision; null for a token that nobody was given. */
export async function findLink(db: Db, tokenHash: string): Promise<{ link: Link; decision: Decision } | null> {
  const row = await db.link.findUnique({ where: { tokenHash }, include: { decision: true } });
  if (!row) return null;
  const { decision, ...link } = row;
  return { link, decision: toDecision(decision) };
}

/** Notes the first opening of a link. Opening decides nothing: mail scanners open links too. */
export async function markOpened(
  db: Db,
  { link, decision }: { link: Link; decision: Decision },
  at: Date,
): Promise<void> {
  if (link.openedAt) return;
  await db.$transaction(async (tx) => {
    const { count } = await tx.link.updateMany({ where: { id: link.id, openedAt: null }, data: { openedAt: at } });
    const actor = { type: 'approver', id: link.recipient, assurance: 'link' } as const;
    const entry = { type: 'link.opened', at, actor, decisionId: decision.id, data: { link_id: link.id } } as const;
    if (count > 0) await appendAudit(tx, decision.workspaceId, [entry]);
  });
}

/** Notes that the approver was told, so that a retry does not tell them twice. */
export async function markNotified(db: Db, link: Link, decision: Decision, at: Date): Promise<void> {
  const data = { link_id: link.id, channel: decision.channel, recipient: link.recipient };
  const audit = auditRows([{ type: 'approver.notified', at, actor: SYSTEM, decisionId: decision.id, data }]);
  await db.$executeRaw`
    WITH told AS (UPDATE links SET notified_at = ${at} WHERE id = ${link.id}::uuid RETURNING id)
    SELECT audit_append(${decision.workspaceId}::uuid, ${audit}::jsonb)::text FROM told`;
}
