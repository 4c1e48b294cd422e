import { spawn } from 'node:child_process';

const TAIL_LINES = 20;

/** What went wrong and what to do about it: shown to the person at the terminal, without a stack. */
export class SetupError extends Error {}

/** Ctrl-C or SIGTERM came while a command ran; the command is over. */
export class Interrupted extends Error {}

/**
 * Runs a command to its end and keeps quiet about it.
 * @param {string[]} command
 * @param {{ advice: string, cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} options
 *   `advice` says what to do when it fails, `onLine` sees every line it writes
 * @returns {Promise<void>}
 * @throws {SetupError} with the last lines the command wrote and the advice
 */
export async function run(command, { advice, cwd, env = {}, onLine = () => {} }) {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const tail = keepTail(onLine);
  child.stdout.setEncoding('utf8').on('data', tail.add);
  child.stderr.setEncoding('utf8').on('data', tail.add);

  let interrupted = false;
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    interrupted = true;
    child.kill(signal);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const ended = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);

  if (interrupted) throw new Interrupted(`${file} was interrupted`);
  if (ended !== 0) throw new SetupError(`${tail.text()}\n\n\`${command.join(' ')}\` failed (${ended}). ${advice}`);
}

/** @param {(line: string) => void} onLine */
function keepTail(onLine) {
  /** @type {string[]} */
  let lines = [];
  let rest = '';
  return {
    add: (/** @type {string} */ chunk) => {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      for (const line of whole) onLine(line);
      lines = [...lines, ...whole].slice(-TAIL_LINES);
    },
    text: () => [...lines, rest].join('\n').trim(),
  };
}
