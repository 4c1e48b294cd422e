import { type FilesContext, settleUploads } from './keep-files';

const EVERY_MS = 5 * 60_000;
/** No request takes longer: what is younger may still be in its hands. */
const PATIENCE_MS = 15 * 60_000;

/** Settles, now and then, the files whose request could not: its process died, or its answer was recorded for later. Returns what ends it. */
export function sweepUploads(context: FilesContext): () => void {
  const sweep = () => {
    const before = new Date(context.clock().getTime() - PATIENCE_MS);
    settleUploads(context, { before }).catch((error: unknown) => context.log.warn({ err: error }, 'files not swept'));
  };
  const timer = setInterval(sweep, EVERY_MS);
  sweep();
  return () => clearInterval(timer);
}
