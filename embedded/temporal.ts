import { Connection } from '@temporalio/client';
import getPort from 'get-port';
import { type Child, startChild } from './child-process';
import { findTemporal } from './find-temporal';
import type { ProcessRecord } from './process-record';
import { isListening, waitUntilReady } from './wait-until-ready';

const READY_MS = 60_000;
const HOST = '127.0.0.1';

/** Poll the transfer queue more often than by default. */
const DYNAMIC_CONFIG = { 'history.transferProcessorMaxPollRPS': 10_000 };
/** Don't sync the database file on every write. */
const SQLITE = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'];

export interface TemporalOptions {
  /** The `temporal` program, by default the one that `findTemporal` returns. */
  readonly binary?: string;
  /** The SQLite file with the whole state of the server. Created when missing. */
  readonly dbFile: string;
  readonly logFile: string;
  /** By default 7233, or a free port if that is taken. */
  readonly port?: number;
  /** By default 8233, or a free port if that is taken. `false` turns the web UI off. */
  readonly uiPort?: number | false;
  /** Namespaces to create besides `default`. */
  readonly namespaces?: readonly string[];
  /** More of Temporal's dynamic configuration. */
  readonly dynamicConfig?: Readonly<Record<string, number>>;
  readonly record?: ProcessRecord;
}

export interface Temporal {
  readonly address: string;
  /** Null without a web UI. */
  readonly uiUrl: string | null;
  readonly pid: number;
  readonly child: Child;
  stop(): Promise<void>;
}

/**
 * Starts a Temporal server with the namespace `default`, reachable from this machine only, and waits until it answers.
 * @throws {SetupError} with its log and what to do when it doesn't start
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
      ...Object.entries({ ...DYNAMIC_CONFIG, ...options.dynamicConfig }).flatMap(([name, value]) => [
        '--dynamic-config-value',
        `${name}=${value}`,
      ]),
      ...SQLITE,
    ],
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    record: options.record,
  });
  await waitUntilReady(child, async () => (await isListening(port)) && (await answers(address)), {
    what: `Temporal (${address})`,
    advice: 'Fix the error above, or set TEMPORAL_ADDRESS to a Temporal server of your own.',
    withinMs: READY_MS,
  });
  return {
    address,
    uiUrl: uiPort === false ? null : `http://localhost:${uiPort}`,
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
