import { appendAudit, SYSTEM } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';

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

/** Notes that the tokens of a team are no good any more, in every workspace that asks there, and audits it once in each. */
export async function disableTeam(db: Db, teamId: string, reason: string, at: Date): Promise<void> {
  await db.begin(async (sql) => {
    const disabled = await sql<{ workspace_id: string }>`
      UPDATE slack_installations SET disabled_at = ${at}, disabled_reason = ${reason}
      WHERE team_id = ${teamId} AND disabled_at IS NULL RETURNING workspace_id`;
    const data = { team_id: teamId, reason };
    for (const { workspace_id: workspaceId } of disabled)
      await appendAudit(sql, workspaceId, [{ type: 'slack.disabled', at, actor: SYSTEM, decisionId: null, data }]);
  });
}

const toInstallation = (row: object): Installation => fromColumns(row) as unknown as Installation;
