import { readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Counts the mails in the outbox, where both sides put them. */
export interface Mails {
  count(): Promise<number>;
  /** Resolves once so many have been sent since the outbox was created. */
  reached(count: number): Promise<void>;
}

const LOOK_MS = 20;

export function mailsIn(outbox: string): Mails {
  const count = async () => (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).length;
  return {
    count,
    reached: async (wanted) => {
      while ((await count()) < wanted) await setTimeout(LOOK_MS);
    },
  };
}
