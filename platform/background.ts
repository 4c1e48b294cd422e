/** Work that continues after its request was answered. The process waits for it before it stops. */
export interface Background {
  /** The number of unfinished pieces of work. */
  readonly size: number;
  /** Adds work. Its failures are handled by the code that started it. */
  add(work: Promise<unknown>): void;
  /** Resolves when all work is finished, including work that is added meanwhile. */
  drain(): Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<void>>();
  return {
    get size() {
      return running.size;
    },
    add: (work) => {
      const over: Promise<void> = work.then(
        () => void running.delete(over),
        () => void running.delete(over),
      );
      running.add(over);
    },
    drain: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
