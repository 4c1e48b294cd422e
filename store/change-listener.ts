import { Client } from 'pg';
import type { Logger } from '../platform/log';

/** Tells when a decision changed or an answer was taken, over one LISTEN connection for the whole process. */
export interface Changes {
  /** True: the decision, or the answer, with this id has just been moved. False: `ms` are over, `signal` aborted, or a notice may have been lost. */
  next(id: string, ms: number, signal?: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;

/** Connects in the background and again whenever the connection is lost; then everyone looks again, for a change may have been missed. */
export function listenForChanges(databaseUrl: string, log: Logger): Changes {
  const waiting = new Map<string, Set<(isMoved: boolean) => void>>();
  const wake = (id: string, isMoved: boolean) => {
    for (const tell of [...(waiting.get(id) ?? [])]) tell(isMoved);
  };
  const wakeAll = () => {
    for (const id of [...waiting.keys()]) wake(id, false);
  };
  let client: Client | null = null;
  let closed = false;

  const connect = async (): Promise<void> => {
    if (closed) return;
    const next = new Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 5_000 });
    let lost = false;
    const again = (error?: Error) => {
      if (lost || closed) return;
      lost = true;
      log.warn({ err: error }, 'lost the connection that listens for changes');
      next.end().catch(() => undefined);
      setTimeout(() => void connect(), RETRY_MS).unref();
    };
    next.on('error', again);
    next.on('end', () => again());
    next.on('notification', ({ payload }) => payload && wake(payload, true));
    try {
      await next.connect();
      await next.query('LISTEN decision');
      if (closed) return void next.end();
      client = next;
      wakeAll();
    } catch (error) {
      again(error instanceof Error ? error : new Error(String(error)));
    }
  };
  void connect();

  return {
    next: (id, ms, signal) =>
      new Promise((resolve) => {
        const waiters = waiting.get(id) ?? new Set();
        const tell = (isMoved: boolean) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', giveUp);
          waiters.delete(tell);
          if (waiters.size === 0) waiting.delete(id);
          resolve(isMoved);
        };
        const giveUp = () => tell(false);
        const timer = setTimeout(giveUp, ms);
        signal?.addEventListener('abort', giveUp);
        waiting.set(id, waiters.add(tell));
      }),
    close: async () => {
      closed = true;
      wakeAll();
      await client?.end().catch(() => undefined);
    },
  };
}
