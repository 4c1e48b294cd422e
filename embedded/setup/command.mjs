import { spawn } from 'node:child_process';

const GRACE_MS = 1_500;
const HEAD_LINES = 12;
const TAIL_LINES = 15;

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
 * @throws {SetupError} with the first and last lines the command wrote and the advice
 */
export async function run(command, { advice, cwd, env = {}, onLine = () => {} }) {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = keepEnds(onLine);
  child.stdout.setEncoding('utf8').on('data', output.add);
  child.stderr.setEncoding('utf8').on('data', output.add);

  let interrupted = false;
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    interrupted = true;
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref(); // npm finishes what it does first, for minutes
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const ended = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', () => interrupted && resolve(0));
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);

  if (interrupted) throw new Interrupted(`${file} was interrupted`);
  if (ended !== 0) throw new SetupError(`${output.text()}\n\n\`${command.join(' ')}\` failed (${ended}). ${advice}`);
}

/**
 * Keeps the beginning and the end of an output: either may hold the reason of a failure.
 * @param {(line: string) => void} onLine
 */
function keepEnds(onLine) {
  /** @type {string[]} */
  const head = [];
  /** @type {string[]} */
  let tail = [];
  let left = 0;
  let rest = '';
  return {
    add: (/** @type {string} */ chunk) => {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      for (const line of whole) {
        onLine(line);
        if (head.length < HEAD_LINES) head.push(line);
        else if (tail.push(line) > TAIL_LINES) {
          tail = tail.slice(1);
          left += 1;
        }
      }
    },
    text: () => [...head, ...(left > 0 ? [`(${left} lines left out)`] : []), ...tail, rest].join('\n').trim(),
  };
}
