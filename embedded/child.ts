import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { ProcessRecord } from './process-record';
import { SetupError } from './setup/command.mjs';

const LAST_LINES = 15;

/** A process that runs until it is stopped. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** The process itself, for its IPC channel. */
  readonly process: ChildProcess;
  /** Settles when it has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Sends a signal, by default the one it was started with, and waits; after `graceMs` it is killed. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
  readonly logFile: string;
  /** The last lines it wrote to its log. */
  lastWords(): string;
}

export interface ChildOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Both of its outputs are appended here. */
  readonly logFile: string;
  /** What makes it stop in good order. */
  readonly stopSignal: NodeJS.Signals;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly cwd?: string;
  /** Opens an IPC channel: the child can tell when it is ready, and sees when we are gone. */
  readonly ipc?: boolean;
  readonly record?: ProcessRecord | undefined;
}

/**
 * Starts a process in a session of its own: Ctrl-C at the terminal reaches us alone, and we decide who stops when.
 * @throws {SetupError} when its file cannot be run
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, file, logFile, stopSignal, record } = options;
  const log = openSync(logFile, 'a');
  const logStart = fstatSync(log).size;
  const child = spawn(file, options.args, {
    detached: true,
    stdio: ['ignore', log, log, ...(options.ipc ? (['ipc'] as const) : [])],
    env: options.env ?? process.env,
    cwd: options.cwd,
    ...options.user,
  });
  closeSync(log);
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.on('error', (error) => reject(new SetupError(`${name} could not be run: ${error.message}`)));
    child.on('spawn', () => resolve(child.pid ?? 0));
  });
  record?.add(name, pid, stopSignal);
  void ended.then(() => record?.remove(pid));

  return {
    name,
    pid,
    process: child,
    ended,
    logFile,
    async stop(signal = stopSignal, graceMs = 10_000) {
      child.kill(signal);
      const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(killer);
    },
    lastWords() {
      const written = readFileSync(logFile).subarray(logStart).toString();
      return written.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
    },
  };
}
