import { spawn } from 'node:child_process';
import { Interrupted, SetupError } from '../setup-error.mjs';

const GRACE_MS = 1_500;
const FIRST_LINES = 12;
const LAST_LINES = 15;

/**
 * Runs a command until it ends, without showing its output.
 * @param {string[]} command
 * @param {{ advice: string, cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} options
 *   `advice` says what to do when the command fails, `onLine` is called with every line of output
 * @returns {Promise<void>}
 * @throws {SetupError} with the first and last lines of the output and the advice when the command fails
 * @throws {Interrupted} when Ctrl-C or SIGTERM arrives
 */
export async function run(command, { advice, cwd, env = {}, onLine = () => {} }) {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const lines = [];
  let rest = '';
  const read = (/** @type {string} */ chunk) => {
    const whole = (rest + chunk).split('\n');
    rest = whole.pop() ?? '';
    whole.forEach(onLine);
    lines.push(...whole);
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);

  let interrupted = false;
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    interrupted = true;
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref(); // npm would finish its work first, for minutes
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const ended = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', () => interrupted && resolve(0));
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);

  if (interrupted) throw new Interrupted(`${file} was interrupted`);
  if (ended === 0) return;
  throw new SetupError(`${bothEnds([...lines, rest])}\n\n\`${command.join(' ')}\` failed (${ended}). ${advice}`);
}

/**
 * The beginning and the end of an output, since either can contain the reason of a failure.
 * @param {string[]} lines
 */
function bothEnds(lines) {
  const omitted = lines.length - FIRST_LINES - LAST_LINES;
  if (omitted <= 0) return lines.join('\n').trim();
  return [...lines.slice(0, FIRST_LINES), `(${omitted} lines omitted)`, ...lines.slice(-LAST_LINES)].join('\n').trim();
}
