import { appendAudit, byKey } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import type { Installation } from './slack';

/** On whose behalf somebody goes through an installation. */
export interface Installer {
  readonly workspaceId: string;
  readonly apiKeyId: string;
}

/** Keeps a new ticket by its hash, and forgets those that have expired. */
export async function keepTicket(
  { sql }: Db,
  { hash, workspaceId, apiKeyId, expiresAt }: Installer & { readonly hash: string; readonly expiresAt: Date },
  at: Date,
): Promise<void> {
  await sql`
    WITH expired AS (
      DELETE FROM slack_tickets
      WHERE hash IN (SELECT hash FROM slack_tickets WHERE expires_at <= ${at} FOR UPDATE SKIP LOCKED))
    INSERT INTO slack_tickets (hash, workspace_id, api_key_id, expires_at)
    VALUES (${hash}, ${workspaceId}, ${apiKeyId}, ${expiresAt})`;
}

/**
 * Exchanges a ticket, once, for a state that is good until `expiresAt`. Says whether the ticket was good, is over, or
 * was never made. One whose key has ended since is over.
 */
export async function exchangeTicket(
  { sql }: Db,
  hash: string,
  state: { readonly hash: string; readonly expiresAt: Date },
  at: Date,
): Promise<'good' | 'over' | 'unknown'> {
  const [row] = await sql<{ good: boolean; known: boolean }>`
    WITH exchanged AS (
      UPDATE slack_tickets SET state_hash = ${state.hash}, expires_at = ${state.expiresAt}
      WHERE hash = ${hash} AND state_hash IS NULL AND expires_at > ${at} AND api_key_id IN (
        SELECT id FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${at}))
      RETURNING hash)
    SELECT EXISTS (SELECT 1 FROM exchanged) AS good, EXISTS (SELECT 1 FROM slack_tickets WHERE hash = ${hash}) AS known`;
  if (row?.good) return 'good';
  return row?.known ? 'over' : 'unknown';
}

/** Uses up a state that came back from Slack; null where it is none of ours, is over, or its key has ended. */
export async function takeState({ sql }: Db, hash: string, at: Date): Promise<Installer | null> {
  const [row] = await sql`
    UPDATE slack_tickets SET used_at = ${at}
    WHERE state_hash = ${hash} AND used_at IS NULL AND expires_at > ${at} AND api_key_id IN (
      SELECT id FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${at}))
    RETURNING workspace_id, api_key_id`;
  return row ? (fromColumns(row) as unknown as Installer) : null;
}

/** Keeps an installation, and audits it. One that was there for the same team is replaced, and is disabled no more. */
export async function keepInstallation(
  db: Db,
  { workspaceId, apiKeyId }: Installer,
  installation: Pick<Installation, 'teamId' | 'teamName' | 'botToken' | 'botUserId' | 'installedBy'>,
  at: Date,
): Promise<void> {
  const { teamId, teamName, botToken, botUserId, installedBy } = installation;
  const data = { team_id: teamId, team_name: teamName };
  await db.begin(async (sql) => {
    await sql`
      INSERT INTO slack_installations (workspace_id, team_id, team_name, bot_token, bot_user_id, installed_by, installed_at)
      VALUES (${workspaceId}, ${teamId}, ${teamName}, ${botToken}, ${botUserId}, ${installedBy}, ${at})
      ON CONFLICT (workspace_id, team_id) DO UPDATE
      SET team_name = excluded.team_name, bot_token = excluded.bot_token, bot_user_id = excluded.bot_user_id,
          installed_by = excluded.installed_by, installed_at = excluded.installed_at,
          disabled_at = NULL, disabled_reason = NULL`;
    const actor = byKey(apiKeyId);
    await appendAudit(sql, workspaceId, [{ type: 'slack.installed', at, actor, decisionId: null, data }]);
  });
}
