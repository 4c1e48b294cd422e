import { invalid } from '../contract/errors';
import type { Decision } from '../domain/decision';
import { type Attachment, MAX_FILES } from '../domain/files';
import type { Actor } from '../store/audit';
import { findTrace } from '../store/traces';
import type { TransitionOptions } from '../store/transition';
import { change } from './change';
import { contentHashOf } from './content';
import type { Context } from './context';
import { keepFiles, type ReceivedFile } from './files';
import { find } from './find';

const FIELD = 'file';

/** Adds the agent's files to an open decision, all of them or none. What approvers are shown has another hash then. */
export async function attach(
  context: Context,
  { id, workspaceId }: { readonly id: string; readonly workspaceId: string },
  {
    received,
    actor,
    check,
  }: {
    readonly received: readonly ReceivedFile[];
    readonly actor: Actor;
    check(decision: Decision): void;
  },
  options: TransitionOptions,
): Promise<Decision> {
  const decision = await find(context, workspaceId, id);
  check(decision);
  if (received.length === 0)
    throw invalid({ path: FIELD, message: 'is required: send one or more files in this field' });
  const trace = await findTrace(context.db.sql, id);
  return keepFiles(context, id, { received, field: FIELD }, (files) =>
    change(
      context,
      id,
      (current) => {
        requireRoom(current, files);
        const contentHash = contentHashOf({ ...current, attachments: [...current.attachments, ...files] }, trace);
        return { command: { kind: 'attach', contentHash }, actor, attachments: files };
      },
      options,
    ),
  );
}

function requireRoom({ attachments }: Decision, files: readonly Attachment[]): void {
  if (attachments.length + files.length <= MAX_FILES) return;
  const message = `must be at most ${MAX_FILES} files in all: this decision has ${attachments.length}, and ${files.length} were sent`;
  throw invalid({ path: FIELD, message });
}
