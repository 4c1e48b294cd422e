// Plain JavaScript, because the set-up uses it before anything is installed or compiled.

import { Interrupted } from './setup-error.mjs';

/** @typedef {(text: string) => void} Say Tells in a few words what a running step is doing. */
/** @typedef {ReturnType<typeof createProgress>} Progress */

const REDRAW_MS = 250;
const PLAIN_LINE_MS = 15_000;
const LABEL_WIDTH = 17;

/**
 * Shows the steps that are running, and one line for each when it ends. On a terminal, running steps are redrawn in place
 * with their elapsed time. Elsewhere, a step that takes long is mentioned every 15 seconds.
 * @param {NodeJS.WriteStream} out
 */
export function createProgress(out = process.stdout) {
  const paint = painter(out);
  const isLive = out.isTTY === true;
  /** @type {Set<{ label: string, text: string, since: number, mentioned: number }>} */
  const running = new Set();
  let drawn = 0;
  let closed = false;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  const erase = () => {
    if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };

  const redraw = () => {
    erase();
    for (const { label, text, since } of running) {
      const plain = `  · ${label.padEnd(LABEL_WIDTH)} ${text} ${duration(Date.now() - since)}`;
      out.write(`${paint.dim(plain.slice(0, (out.columns || 80) - 1))}\n`);
      drawn += 1;
    }
  };

  const mention = () => {
    for (const step of running) {
      if (Date.now() - step.mentioned < PLAIN_LINE_MS) continue;
      step.mentioned = Date.now();
      out.write(`  · ${step.label.padEnd(LABEL_WIDTH)} ${step.text} (${duration(Date.now() - step.since)} so far)\n`);
    }
  };

  const draw = () => {
    if (!closed) isLive ? redraw() : mention();
  };

  /** @param {string} mark @param {string} label @param {string} text @param {number} since */
  const end = (mark, label, text, since) => {
    if (closed) return;
    erase();
    const took = Date.now() - since;
    out.write(`  ${mark} ${label.padEnd(LABEL_WIDTH)} ${text}${took < 1000 ? '' : paint.dim(`  ${duration(took)}`)}\n`);
    draw();
  };

  return {
    /**
     * Runs one step and returns the result of its work.
     * @template T
     * @param {object} step
     * @param {string} step.label
     * @param {string} step.doing shown until `work` says something else
     * @param {(say: Say) => Promise<T>} step.work
     * @param {string | ((result: T) => string)} step.done shown at the end
     * @returns {Promise<T>}
     */
    async step({ label, doing, work, done }) {
      const step = { label, text: doing, since: Date.now(), mentioned: Date.now() };
      running.add(step);
      timer ??= setInterval(draw, REDRAW_MS);
      try {
        const result = await work((text) => {
          step.text = text;
        });
        running.delete(step);
        end(paint.good('✓'), label, typeof done === 'string' ? done : done(result), step.since);
        return result;
      } catch (error) {
        running.delete(step);
        end(paint.bad('✗'), label, error instanceof Interrupted ? 'interrupted' : 'failed', step.since);
        throw error;
      } finally {
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      }
    },

    /** Shows nothing from now on, whatever is still running. */
    close() {
      closed = true;
      erase();
      clearInterval(timer);
    },
  };
}

/**
 * Colours text on a terminal only, and never when NO_COLOR is set.
 * @param {NodeJS.WriteStream} out
 */
export function painter(out) {
  const colour = out.isTTY === true && !process.env.NO_COLOR;
  /** @param {string} code @returns {(text: string) => string} */
  const style = (code) => (text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { bold: style('1'), dim: style('2'), good: style('32'), bad: style('31'), link: style('36') };
}

/** @param {number} milliseconds */
function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
