import { setInterval } from 'node:timers';
import { Interrupted } from '../setup/command.mjs';

const PARENT_CHECK_MS = 1_000;
/** npm passes on a Ctrl-C that the terminal has sent to us already. */
const ECHO_MS = 500;

/**
 * A promise that rejects with `Interrupted` when we are told to stop: Ctrl-C, SIGTERM, the terminal closed, or npm, that
 * started us, killed. `again` is called when the user insists.
 */
export function toldToStop(again: () => void): Promise<never> {
  let since: number | undefined;
  const told = new Promise<never>((_resolve, reject) => {
    const stop = (why: string) => {
      if (since !== undefined) return Date.now() - since < ECHO_MS ? undefined : again();
      since = Date.now();
      console.log('\n  Stopping.');
      reject(new Interrupted(why));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    const parent = process.ppid;
    if (!process.env.npm_lifecycle_event) return;
    const check = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(check);
      stop('npm is gone');
    }, PARENT_CHECK_MS);
  });
  told.catch(() => undefined); // until someone looks
  return told;
}
