import type { Db } from './db';

/** Far longer than a signature is good for, whatever the clocks say. */
const KEPT_MS = 3_600_000;

/** Notes the signature of a request from Slack. False: it was seen before, and the request is one that was sent again. */
export async function noteSignature({ sql }: Db, signature: string, at: Date): Promise<boolean> {
  const noted = await sql`
    INSERT INTO slack_requests (signature, seen_at) VALUES (${signature}, ${at})
    ON CONFLICT DO NOTHING RETURNING signature`;
  return noted.length > 0;
}

/** Deletes the signatures that are no good any more. */
export async function forgetSignatures({ sql }: Db, at: Date): Promise<void> {
  await sql`DELETE FROM slack_requests WHERE seen_at < ${new Date(at.getTime() - KEPT_MS)}`;
}
