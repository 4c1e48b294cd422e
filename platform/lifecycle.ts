import type { Logger } from './log';

/**
 * Runs a process until SIGINT, SIGTERM, or the end of its parent, even while it is still starting. `start` resolves to
 * the function that stops it; the parent is then sent `ready`. Files that the process creates are private to its user.
 */
export async function runProcess(log: Logger, start: () => Promise<() => Promise<void>>): Promise<void> {
  process.umask(0o077);
  let stop = async (): Promise<void> => undefined; // nothing to finish until it has started
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
  process.on('disconnect', () => end('the parent process ended'));
  stop = await start().catch((error: unknown) => {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  });
  process.send?.('ready');
}
