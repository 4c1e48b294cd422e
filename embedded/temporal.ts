import { Connection } from '@temporalio/client';
import getPort from 'get-port';
import { type Child, startChild } from './child';
import type { ProcessRecord } from './process-record';
import { isListening, untilReady } from './ready';
import { findTemporal } from './temporal-binary';

const READY_MS = 60_000;
const HOST = '127.0.0.1';

/** As bench and product need it: a queue that is polled often, a database file that does not sync on every write. */
const TUNING = [
  ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=10000'],
  ...['--sqlite-pragma', 'journal_mode=wal'],
  ...['--sqlite-pragma', 'synchronous=normal'],
];

export interface TemporalOptions {
  /** The `temporal` program; found, or made, as `findTemporal` does when not given. */
  readonly binary?: string;
  /** Its whole state, an SQLite file; made when missing. */
  readonly dbFile: string;
  readonly logFile: string;
  /** 7233, or a free one when that is taken; a port that is given is used or the start fails. */
  readonly port?: number;
  /** 8233, or a free one; `false` starts no web UI. */
  readonly uiPort?: number | false;
  /** Namespaces beside `default`, there from the start. */
  readonly namespaces?: readonly string[];
  readonly record?: ProcessRecord;
}

export interface Temporal {
  readonly address: string;
  /** Undefined without a web UI. */
  readonly uiUrl: string | undefined;
  readonly pid: number;
  readonly child: Child;
  stop(): Promise<void>;
}

/**
 * Starts a Temporal server of this machine alone, with the namespace `default`, and waits until it answers.
 * @throws {SetupError} when it does not start: what it said, and what to do
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const binary = options.binary ?? (await findTemporal(() => undefined));
  const port = options.port ?? (await getPort({ port: 7233 }));
  const uiPort = options.uiPort ?? (await getPort({ port: 8233 }));
  const address = `${HOST}:${port}`;
  const child = await startChild({
    name: 'temporal',
    file: binary,
    args: [
      ...['server', 'start-dev', '--log-level', 'warn'],
      ...['default', ...(options.namespaces ?? [])].flatMap((name) => ['--namespace', name]),
      ...['--ip', HOST, '--port', String(port), '--db-filename', options.dbFile],
      ...(uiPort === false ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
      ...TUNING,
    ],
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    record: options.record,
  });
  await untilReady(child, async () => (await isListening(port)) && (await answers(address)), {
    what: `Temporal (${address})`,
    advice: 'Mend what it names, or set TEMPORAL_ADDRESS to a Temporal server of your own.',
    withinMs: READY_MS,
  });
  return {
    address,
    uiUrl: uiPort === false ? undefined : `http://localhost:${uiPort}`,
    pid: child.pid,
    child,
    stop: () => child.stop(),
  };
}

async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '1s' });
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
