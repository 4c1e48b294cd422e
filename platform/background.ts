/** Work that goes on after the request that began it was answered: whoever stops the process waits for it. */
export interface Background {
  /** How many pieces of work go on. */
  readonly size: number;
  /** A failure is not for here: whoever began the work deals with it. */
  add(work: Promise<unknown>): void;
  /** Resolves when all of it is over, and all that was added meanwhile. */
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
