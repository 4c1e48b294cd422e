import type { Logger } from './log';

/**
 * Runs a process until it is told to stop: SIGINT, SIGTERM, or its parent's IPC channel closing, also while it starts.
 * `start` returns what stops it; the parent is told `ready` once it is up.
 */
export async function runProcess(log: Logger, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stop = async (): Promise<void> => undefined; // until it is up there is nothing to finish
  let stopping = false;
  const end = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('disconnect', () => end('the parent is gone'));
  stop = await start().catch((error: unknown) => {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  });
  process.send?.('ready');
}
