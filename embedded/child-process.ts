import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { ProcessRecord } from './process-record';
import { SetupError } from './setup-error.mjs';

const LINES_SHOWN = 15;

/** A server or worker process that runs until it is stopped. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  hasEnded(): boolean;
  /** True once it has sent a message over its IPC channel, as our processes do when they are ready. */
  isReady(): boolean;
  /** Sends a signal, by default its `stopSignal`, and waits for the end. After `graceMs` it is killed. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
  readonly logFile: string;
  /** The last lines of its log. */
  lastLines(): string;
}

export interface ChildOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Standard output and standard error are appended to it. */
  readonly logFile: string;
  /** The signal that makes it shut down cleanly. */
  readonly stopSignal: NodeJS.Signals;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly cwd?: string;
  /** Opens an IPC channel, over which the child says when it is ready and notices when we are gone. */
  readonly ipc?: boolean;
  readonly record?: ProcessRecord | undefined;
}

/**
 * Starts a process in its own session, so that Ctrl-C at the terminal reaches only us and we decide the order in which
 * processes stop.
 * @throws {SetupError} when its file can't be run
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, file, args, env, cwd, user, logFile, stopSignal, record } = options;
  const log = openSync(logFile, 'a', 0o600);
  const logStart = fstatSync(log).size;
  const child = spawn(file, args, {
    ...{ detached: true, env, cwd, ...user },
    stdio: ['ignore', log, log, ...(options.ipc ? (['ipc'] as const) : [])],
  });
  closeSync(log);
  let ready = false;
  child.once('message', () => {
    ready = true;
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  await once(child, 'spawn').catch((error: Error) => {
    throw new SetupError(`${name} could not be run: ${error.message}`);
  });
  const pid = child.pid ?? 0;
  record?.add(name, pid, stopSignal);
  void ended.then(() => record?.remove(pid));

  return {
    ...{ name, pid, ended, logFile },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    isReady: () => ready,
    async stop(signal = stopSignal, graceMs = 10_000) {
      child.kill(signal);
      const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(killer);
    },
    lastLines() {
      const written = readFileSync(logFile).subarray(logStart).toString();
      return written.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
    },
  };
}
