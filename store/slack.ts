import { appendAudit, SYSTEM } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import type { Sql } from './sql';

/** A Slack workspace ("team") that a workspace of ours may ask in. */
export interface Installation {
  readonly workspaceId: string;
  readonly teamId: string;
  readonly teamName: string;
  /** Sealed. */
  readonly botToken: Uint8Array;
  readonly botUserId: string;
  /** The Slack user who installed it. */
  readonly installedBy: string;
  readonly installedAt: Date;
  /** Since when its token is no good, and why. */
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
}

/** Those of a workspace, the oldest first. */
export async function listInstallations({ sql }: Db, workspaceId: string): Promise<Installation[]> {
  const rows = await sql`
    SELECT * FROM slack_installations WHERE workspace_id = ${workspaceId} ORDER BY installed_at, team_id`;
  return rows.map(toInstallation);
}

/** The one of this workspace in this team, unless it is disabled; null where there is none. */
export async function findInstallation({ sql }: Db, workspaceId: string, teamId: string): Promise<Installation | null> {
  const [row] = await sql`
    SELECT * FROM slack_installations
    WHERE workspace_id = ${workspaceId} AND team_id = ${teamId} AND disabled_at IS NULL`;
  return row ? toInstallation(row) : null;
}

/**
 * Notes that the tokens of a team are no good since `at`, in every workspace that asks there, and audits it once in each.
 * What was installed after that (Slack tells whole seconds) has tokens of its own.
 */
export async function disableTeam(db: Db, teamId: string, reason: string, at: Date): Promise<void> {
  await db.begin(async (sql) => {
    const disabled = await sql<{ workspace_id: string }>`
      UPDATE slack_installations SET disabled_at = ${at}, disabled_reason = ${reason}
      WHERE team_id = ${teamId} AND disabled_at IS NULL AND date_trunc('second', installed_at) <= ${at}
      RETURNING workspace_id`;
    for (const { workspace_id: workspaceId } of disabled)
      await auditDisabled(sql, workspaceId, { team_id: teamId, reason }, at);
  });
}

/**
 * Notes that the token of this installation is no good any more, and audits it. Not where it was installed anew since it
 * was read: that one has another token.
 */
export async function disableInstallation(
  db: Db,
  { workspaceId, teamId, botToken }: Installation,
  reason: string,
  at: Date,
): Promise<void> {
  await db.begin(async (sql) => {
    const disabled = await sql`
      UPDATE slack_installations SET disabled_at = ${at}, disabled_reason = ${reason}
      WHERE workspace_id = ${workspaceId} AND team_id = ${teamId} AND bot_token = ${botToken} AND disabled_at IS NULL
      RETURNING 1`;
    if (disabled.length > 0) await auditDisabled(sql, workspaceId, { team_id: teamId, reason }, at);
  });
}

async function auditDisabled(
  sql: Sql,
  workspaceId: string,
  data: { readonly team_id: string; readonly reason: string },
  at: Date,
): Promise<void> {
  await appendAudit(sql, workspaceId, [{ type: 'slack.disabled', at, actor: SYSTEM, decisionId: null, data }]);
}

const toInstallation = (row: object): Installation => fromColumns(row) as unknown as Installation;
