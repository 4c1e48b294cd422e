import { invalid } from '../contract/errors';
import type { Attachment, Decision } from '../contract/model';
import { MAX_FILES } from '../domain/files';
import { addAttachments } from '../store/attachments';
import { byKey } from '../store/audit';
import { lockDecision } from '../store/decisions';
import { type Claimed, keepReply } from '../store/idempotency';
import type { ApiKey } from '../store/keys';
import type { ReceivedFile } from './inspect-files';
import { type FilesContext, keepFiles } from './keep-files';
import { requireOpen } from './resolve';

const FIELD = 'file';

/**
 * Adds the agent's files to an open decision, all of them or none, and returns `reply` of all that it has now.
 * `claim`: the request's Idempotency-Key, whose reply is kept in the same transaction.
 */
export async function attach<Reply>(
  context: FilesContext,
  key: ApiKey,
  decision: Decision,
  received: readonly ReceivedFile[],
  { claim, reply }: { claim: Claimed | null; reply: (files: readonly Attachment[]) => Reply },
): Promise<Reply> {
  const { db, clock } = context;
  requireOpen(decision, clock());
  if (received.length === 0)
    throw invalid({ path: FIELD, message: 'is missing: send one or more files in this field' });
  return keepFiles(context, decision, { received, field: FIELD }, (files) =>
    db.begin(async (sql) => {
      const now = clock();
      const { decision: current } = await lockDecision(sql, decision.id);
      requireOpen(current, now);
      requireRoom(current, files);
      const all = reply([...current.attachments, ...files]);
      if (claim) await keepReply(sql, claim, 201, JSON.stringify(all));
      await addAttachments(sql, current, files, byKey(key.id), now);
      return all;
    }),
  );
}

function requireRoom({ attachments }: Decision, files: readonly Attachment[]): void {
  if (attachments.length + files.length <= MAX_FILES) return;
  const names = files.map(({ name }) => `"${name}"`).join(', ');
  const message = `has more files than fit: a decision takes ${MAX_FILES}, it has ${attachments.length}, and ${names} would come on top`;
  throw invalid({ path: FIELD, message });
}
