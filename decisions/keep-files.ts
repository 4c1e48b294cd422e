import { HandoverError } from '../contract/errors';
import type { Attachment, Decision } from '../contract/model';
import { fileUrl } from '../domain/files';
import { newId } from '../platform/ids';
import { type Storage, StorageError } from '../platform/storage';
import { dropUpload, findUploads, insertUploads, keepUpload, type Uploads } from '../store/uploads';
import type { Context } from './context';
import { inspectFiles, type ReceivedFile } from './inspect-files';

export interface FilesContext extends Context {
  readonly storage: Storage;
  /** Where approvers' links and files' URLs lead, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Stores the files that a request brought, lets `use` tie them to what the request does, and deletes them again where
 * nothing keeps them in the end. Each is noted before it is stored: `settleUploads` finds what a crash leaves behind.
 * `field`: where in the request a file at fault is.
 */
export async function keepFiles<T>(
  context: FilesContext,
  decision: Decision,
  { received, field }: { readonly received: readonly ReceivedFile[]; readonly field: string },
  use: (files: readonly Attachment[]) => Promise<T>,
): Promise<T> {
  const { db, storage, clock, log, publicUrl } = context;
  const inspected = await inspectFiles(received, field);
  const stored = inspected.map((file) => ({ ...file, id: newId() }));
  const files = stored.map(({ id, name, type, size, sha256 }): Attachment => {
    return { id, name, url: fileUrl(publicUrl, decision.id, id), type, size, sha256 };
  });
  const settle = () =>
    settleUploads(context, { ids: files.map(({ id }) => id) }).catch((error: unknown) =>
      log.warn({ err: error, decision_id: decision.id }, 'files are settled later'),
    );
  await insertUploads(db, decision.id, files, clock());
  try {
    for (const file of stored) await storage.put(file.id, file);
    const done = await use(files);
    await settle();
    return done;
  } catch (error) {
    // After anything else nobody knows whether the database has it, or will in a moment: the sweep looks later.
    if (error instanceof HandoverError || error instanceof StorageError) await settle();
    throw error;
  }
}

/** Deletes the files that nothing keeps, and audits those that came with the answer that stands. One that may still stand waits. */
export async function settleUploads(
  { db, storage, clock }: Pick<FilesContext, 'db' | 'storage' | 'clock'>,
  which: Uploads,
): Promise<void> {
  for (const upload of await findUploads(db, which)) {
    if (upload.answer?.state === 'untaken') continue;
    if (upload.answer?.state === 'taken') await keepUpload(db, upload, clock());
    else {
      await storage.delete(upload.file.id);
      await dropUpload(db, upload);
    }
  }
}
