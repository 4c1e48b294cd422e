import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child-process';
import { SetupError } from './setup-error.mjs';

const POLL_MS = 25;

/**
 * Waits until a process that we started is ready.
 * @throws {SetupError} with the process's last lines and the advice when it ends first or takes longer than `withinMs`
 */
export async function waitUntilReady(
  child: Child,
  isReady: () => Promise<boolean> | boolean,
  { what = child.name, advice = '', withinMs = 60_000 }: { what?: string; advice?: string; withinMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!child.hasEnded() && Date.now() < deadline) {
    if (await isReady()) return;
    await sleep(POLL_MS);
  }
  await child.stop();
  throw new SetupError(`${what} did not start:\n${child.lastLines()}\n${advice}`.trimEnd());
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
