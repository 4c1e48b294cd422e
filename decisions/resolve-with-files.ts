import { isOpen } from '../contract/decision';
import type { Decision } from '../contract/model';
import type { AnswerGiven } from '../domain/check-answer';
import type { ReceivedFile } from './inspect-files';
import { type FilesContext, keepFiles } from './keep-files';
import { type Entrance, type Resolved, resolve } from './resolve';

const FIELD = 'response_data.uploaded_files';

/** `resolve` for an answer that may bring files: they are kept where the answer stands or still may, and deleted where it does not. */
export async function resolveWithFiles(
  context: FilesContext,
  decision: Decision,
  given: AnswerGiven,
  from: Entrance,
  received: readonly ReceivedFile[],
): Promise<Resolved> {
  const isWanted = received.length > 0 && isOpen(decision.status); // else `resolve` says how it stands
  if (!isWanted) return resolve(context, decision, given, from);
  return keepFiles(context, decision, { received, field: FIELD }, (files) =>
    resolve(context, decision, { ...given, files }, from),
  );
}
