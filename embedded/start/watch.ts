import type { Child } from '../child';
import { SetupError } from '../setup/command.mjs';

/** Keeps an eye on a process that has to run as long as we do; `name` is what it is called in a message. */
export type Watch = (child: Child, name: string) => void;

/** Returns a watch, and a promise that rejects when the first watched process ends: with which, how and its last words. */
export function createWatch(): { watch: Watch; firstDeath: Promise<never> } {
  let reject: (error: SetupError) => void = () => undefined;
  const firstDeath = new Promise<never>((_resolve, rejectIt) => {
    reject = rejectIt;
  });
  firstDeath.catch(() => undefined); // until someone looks
  const watch: Watch = (child, name) => {
    void child.ended.then((how) => {
      reject(new SetupError(`${name} ended (${how}). The end of ${child.logFile}:\n\n${child.lastWords()}`));
    });
  };
  return { watch, firstDeath };
}
