import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child';
import { SetupError } from './setup/command.mjs';

const POLL_MS = 25;

/**
 * Waits until a server we started answers.
 * @throws {SetupError} when it ends first or takes longer than `withinMs`: `what` with its last words and the advice
 */
export async function untilReady(
  child: Child,
  answers: () => Promise<boolean>,
  { what, advice, withinMs }: { what: string; advice: string; withinMs: number },
): Promise<void> {
  let ended = false;
  void child.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + withinMs;
  while (!ended && Date.now() < deadline) {
    if (await answers()) return;
    await sleep(POLL_MS);
  }
  await child.stop();
  throw new SetupError(`${what} did not start:\n${child.lastWords()}\n${advice}`);
}

/** True when something listens on this port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
