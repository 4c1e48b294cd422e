import { Interrupted } from '../setup-error.mjs';

const PARENT_CHECK_MS = 1_000;
/** After Ctrl-C, npm sends us the signal that the terminal has already sent. */
const DUPLICATE_MS = 500;

/**
 * Returns a promise that rejects with `Interrupted` on Ctrl-C, on SIGTERM, when the terminal is closed, or when the npm
 * that started us is killed. Later signals call `again`.
 */
export function waitForStopSignal(again: () => void): Promise<never> {
  let since: number | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (why: string) => {
      if (since !== undefined) return Date.now() - since < DUPLICATE_MS ? undefined : again();
      since = Date.now();
      console.log('\n  Stopping.');
      reject(new Interrupted(why));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (!process.env.npm_lifecycle_event) return;
    const parent = process.ppid;
    const check = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(check);
      stop('npm has ended');
    }, PARENT_CHECK_MS);
  });
  stopped.catch(() => undefined); // nobody awaits it yet
  return stopped;
}
