import type { Attachment } from '../domain/files';
import { isId } from '../platform/ids';
import type { Sql } from './sql';

/** Notes files before their bytes are stored. */
export async function insertFiles(
  { sql }: { readonly sql: Sql },
  decisionId: string,
  files: readonly Attachment[],
  at: Date,
): Promise<void> {
  await sql`
    INSERT INTO files (id, decision_id, name, type, size, sha256, created_at)
    SELECT f.id, ${decisionId}, f.name, f.type, f.size, f.sha256, ${at}
    FROM jsonb_populate_recordset(NULL::files, ${JSON.stringify(files)}::jsonb) f`;
}

/** These files, or those that were noted before then, that nothing keeps. */
export async function findUnkept(
  { sql }: { readonly sql: Sql },
  which: { readonly ids: readonly string[] } | { readonly before: Date },
): Promise<readonly string[]> {
  const ids = 'ids' in which ? which.ids : null;
  const before = 'before' in which ? which.before : null;
  const rows = await sql<{ id: string }>`
    SELECT id FROM files WHERE kept_at IS NULL AND (id = ANY(${ids}) OR created_at < ${before}) ORDER BY created_at LIMIT 200`;
  return rows.map(({ id }) => id);
}

/** Forgets a file that nothing keeps. Its bytes are deleted already. */
export async function deleteFile({ sql }: { readonly sql: Sql }, id: string): Promise<void> {
  await sql`DELETE FROM files WHERE id = ${id} AND kept_at IS NULL`;
}

/** A file of this decision, or of one of its answers; null for any other id. */
export async function findFile(
  { sql }: { readonly sql: Sql },
  decisionId: string,
  id: string,
): Promise<Attachment | null> {
  if (!isId(id)) return null;
  const [file] = await sql<Attachment>`
    SELECT id, name, type, size, sha256 FROM files
    WHERE decision_id = ${decisionId} AND id = ${id} AND kept_at IS NOT NULL`;
  return file ?? null;
}
