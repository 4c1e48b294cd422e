// Plain JavaScript, because the set-up shows its progress with it before anything is installed or compiled.

import { Interrupted } from './setup/command.mjs';

/** @typedef {(text: string) => void} Say Tells what a running step is doing just now, in a few words. */
/** @typedef {ReturnType<typeof createProgress>} Progress */

const REDRAW_MS = 250;
const PLAIN_LINE_MS = 15_000;
const LABEL_WIDTH = 17;

/**
 * Shows steps as they run, one line each when they end. On a terminal the running ones are redrawn in place with their
 * elapsed seconds; elsewhere a step that takes long says so every 15 seconds.
 * @param {NodeJS.WriteStream} out
 */
export function createProgress(out = process.stdout) {
  const paint = painter(out);
  const live = out.isTTY === true;
  /** @type {Set<{ label: string, text: string, since: number, spoke: number }>} */
  const running = new Set();
  let drawn = 0;
  let closed = false;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  const erase = () => {
    if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };

  const draw = () => {
    if (closed) return;
    if (!live) return speak();
    erase();
    for (const { label, text, since } of running) {
      const plain = `  · ${label.padEnd(LABEL_WIDTH)} ${text} ${duration(Date.now() - since)}`;
      out.write(`${paint.dim(plain.slice(0, (out.columns || 80) - 1))}\n`);
      drawn += 1;
    }
  };

  const speak = () => {
    for (const step of running) {
      if (Date.now() - step.spoke < PLAIN_LINE_MS) continue;
      step.spoke = Date.now();
      out.write(`  · ${step.label.padEnd(LABEL_WIDTH)} ${step.text} (${duration(Date.now() - step.since)} so far)\n`);
    }
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
     * Runs one step. What `work` returns is the text its line ends with.
     * @param {string} label
     * @param {(say: Say) => Promise<string>} work
     * @returns {Promise<void>}
     */
    async step(label, work) {
      const step = { label, text: '', since: Date.now(), spoke: Date.now() };
      running.add(step);
      timer ??= setInterval(draw, REDRAW_MS);
      try {
        const done = await work((text) => {
          step.text = text;
        });
        running.delete(step);
        end(paint.good('✓'), label, done, step.since);
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

    /** Nothing more is shown, whatever is still running. */
    close() {
      closed = true;
      erase();
      clearInterval(timer);
    },
  };
}

/**
 * Colour on a terminal only, and never with NO_COLOR set.
 * @param {NodeJS.WriteStream} out
 */
export function painter(out) {
  const colour = out.isTTY === true && !process.env.NO_COLOR;
  /** @param {string} code @returns {(text: string) => string} */
  const style = (code) => (text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { bold: style('1'), dim: style('2'), good: style('32'), bad: style('31'), link: style('36') };
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
