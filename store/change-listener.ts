import { Client } from 'pg';
import type { Logger } from '../platform/log';

/** Tells when a decision changed, over one LISTEN connection for the whole process. */
export interface ChangeListener {
  /** Resolves when the decision with this id has changed, `ms` are over, `signal` aborts, or a notice may have been lost. */
  next(id: string, ms: number, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;
/** The longest delay of a timer. */
const LONGEST_MS = 2 ** 31 - 1;

/** Connects in the background and again whenever the connection is lost; then everyone looks again, for a change may have been missed. */
export function listenForChanges(databaseUrl: string, log: Logger): ChangeListener {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (id: string) => {
    for (const tell of [...(waiting.get(id) ?? [])]) tell();
  };
  const wakeAll = () => {
    for (const id of [...waiting.keys()]) wake(id);
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
    next.on('notification', ({ payload }) => payload && wake(payload));
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
        const tell = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', tell);
          waiters.delete(tell);
          if (waiters.size === 0) waiting.delete(id);
          resolve();
        };
        const timer = setTimeout(tell, Math.min(ms, LONGEST_MS));
        signal?.addEventListener('abort', tell);
        waiting.set(id, waiters.add(tell));
      }),
    close: async () => {
      closed = true;
      wakeAll();
      await client?.end().catch(() => undefined);
    },
  };
}
