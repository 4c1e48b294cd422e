import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../embedded/child-process';

/** A process of the product that can break: an API, a worker, PostgreSQL, Temporal. */
export interface Part {
  readonly name: string;
  start(): Promise<void>;
  /** Ends it as a crash would, or in good order. */
  stop(how: 'kill' | 'stop'): Promise<void>;
  /** Holds it, and everything it has started, where it is. */
  pause(): void;
  resume(): void;
}

const START_ATTEMPTS = 5;
const GRACE_MS = 15_000;

export interface PartOptions {
  readonly name: string;
  readonly kill?: NodeJS.Signals;
  readonly stop?: NodeJS.Signals;
  start(): Promise<Child>;
}

export function createPart({ name, start, kill = 'SIGKILL', stop = 'SIGTERM' }: PartOptions): Part {
  let child: Child | null = null;
  const signalAll = (signal: NodeJS.Signals) => {
    if (child && !child.hasEnded()) for (const pid of [child.pid, ...childrenOf(child.pid)]) send(pid, signal);
  };
  return {
    name,
    /** What a crash left behind, such as PostgreSQL's shared memory, may be in the way of the first attempts. */
    start: async () => {
      for (let attempt = 1; ; attempt += 1)
        try {
          child = await start();
          return;
        } catch (error) {
          if (attempt === START_ATTEMPTS) throw error;
          await sleep(1_000);
        }
    },
    stop: async (how) => {
      if (!child) return;
      if (how === 'kill') await child.stop(kill);
      else await child.stop(stop, GRACE_MS);
    },
    pause: () => signalAll('SIGSTOP'),
    resume: () => signalAll('SIGCONT'),
  };
}

/** PostgreSQL's sessions are processes of their own. */
function childrenOf(pid: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has just ended
  }
}
