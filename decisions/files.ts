import { HandoverError } from '../contract/errors';
import type { Attachment } from '../domain/files';
import { newId } from '../platform/ids';
import { StorageError } from '../platform/storage';
import { deleteFile, findUnkept, insertFiles } from '../store/files';
import type { Context } from './context';
import { inspectFiles, type ReceivedFile } from './inspect-files';

export type { ReceivedFile };

type FilesContext = Pick<Context, 'db' | 'storage' | 'clock' | 'log'>;

/**
 * Stores the files of a request, lets `use` tie them to what the request does, and deletes those that nothing keeps in
 * the end. Each is noted before it is stored: `sweepFiles` finds what a crash leaves behind. `field`: where in the
 * request a file at fault is.
 */
export async function keepFiles<T>(
  context: FilesContext,
  decisionId: string,
  { received, field }: { readonly received: readonly ReceivedFile[]; readonly field: string },
  use: (files: readonly Attachment[]) => Promise<T>,
): Promise<T> {
  const { db, storage, clock, log } = context;
  const stored = (await inspectFiles(received, field)).map((file) => ({ ...file, id: newId() }));
  const files = stored.map(({ id, name, type, size, sha256 }): Attachment => ({ id, name, type, size, sha256 }));
  const tidy = () =>
    deleteUnkept(context, { ids: files.map(({ id }) => id) }).catch((error: unknown) =>
      log.warn({ err: error, decision_id: decisionId }, 'files that nothing keeps are deleted later'),
    );
  await insertFiles(db, decisionId, files, clock());
  try {
    for (const file of stored) await storage.put(file.id, file);
    const done = await use(files);
    await tidy();
    return done;
  } catch (error) {
    // After any other error nobody knows whether the database has kept them, or will in a moment: the sweep looks later.
    if (error instanceof HandoverError || error instanceof StorageError) await tidy();
    throw error;
  }
}

async function deleteUnkept({ db, storage }: FilesContext, which: Parameters<typeof findUnkept>[1]): Promise<void> {
  for (const id of await findUnkept(db, which)) {
    await storage.delete(id);
    await deleteFile(db, id);
  }
}

const EVERY_MS = 5 * 60_000;
/** No request takes longer: a younger file may still be in its hands. */
const PATIENCE_MS = 15 * 60_000;

/** Deletes, now and then, the files whose request could not because its process died. Returns what ends it. */
export function sweepFiles(context: FilesContext): () => void {
  const sweep = () => {
    const before = new Date(context.clock().getTime() - PATIENCE_MS);
    deleteUnkept(context, { before }).catch((error: unknown) => context.log.warn({ err: error }, 'files not swept'));
  };
  const timer = setInterval(sweep, EVERY_MS);
  sweep();
  return () => clearInterval(timer);
}
