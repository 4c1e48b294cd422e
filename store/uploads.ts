import type { Attachment } from '../contract/model';
import { actorOf, type KeptAnswer, toAnswer } from './answers';
import { attachmentAdded } from './attachments';
import { appendAudit } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';

/** A file on its way, and the answer that it came with, where one is kept. */
export interface Upload {
  readonly decisionId: string;
  readonly workspaceId: string;
  readonly file: Attachment;
  readonly answer: KeptAnswer | null;
}

/** These, or those from before then. */
export type Uploads = { readonly ids: readonly string[] } | { readonly before: Date };

/** Notes files before they are stored. */
export async function insertUploads(
  { sql }: Db,
  decisionId: string,
  files: readonly Attachment[],
  at: Date,
): Promise<void> {
  await sql`
    INSERT INTO uploads (id, decision_id, file, created_at)
    SELECT (file->>'id')::uuid, ${decisionId}, file, ${at} FROM jsonb_array_elements(${JSON.stringify(files)}::jsonb) file`;
}

/** Oldest first. The agent's own are uploads no more once they are attached. */
export async function findUploads({ sql }: Db, which: Uploads): Promise<readonly Upload[]> {
  const ids = 'ids' in which ? which.ids : null;
  const before = 'before' in which ? which.before : null;
  const rows = await sql<{
    workspace_id: string;
    decision_id: string;
    file: Attachment;
    answer: Record<string, unknown> | null;
  }>`
    SELECT d.workspace_id, u.decision_id, u.file, to_jsonb(a) AS answer
    FROM uploads u
    JOIN decisions d ON d.id = u.decision_id
    LEFT JOIN answers a ON a.decision_id = u.decision_id AND position(u.id::text IN a.data::text) > 0
    WHERE u.id = ANY(${ids}) OR u.created_at < ${before}
    ORDER BY u.created_at LIMIT 200`;
  return rows.map(({ answer, ...row }) => ({
    ...(fromColumns(row) as unknown as Omit<Upload, 'answer'>),
    answer: answer && toAnswer(fromColumns(answer)),
  }));
}

/** A file came with the answer that stands: it is audited, once, as that approver's. */
export async function keepUpload(db: Db, { decisionId, workspaceId, file, answer }: Upload, at: Date): Promise<void> {
  await db.begin(async (sql) => {
    const mine = await sql`DELETE FROM uploads WHERE id = ${file.id} RETURNING id`;
    if (mine.length === 0 || !answer) return;
    await appendAudit(sql, workspaceId, [attachmentAdded(decisionId, file, actorOf(answer), at)]);
  });
}

/** The file is deleted. */
export async function dropUpload({ sql }: Db, { file }: Upload): Promise<void> {
  await sql`DELETE FROM uploads WHERE id = ${file.id}`;
}
