import getPort, { portNumbers } from 'get-port';
import { type Config, readConfig } from '../../platform/config';
import { isListening } from '../ready';
import { reasonOf } from '../reason';
import { SetupError } from '../setup/command.mjs';
import type { DataFolder } from './data-folder';

/** What the user may set, with the defaults of `npm start` under it. */
export interface Settings {
  readonly config: Config;
  /** Undefined: a PostgreSQL is started here. */
  readonly databaseUrl: string | undefined;
  /** Undefined: a Temporal is started here. */
  readonly temporalAddress: string | undefined;
}

/**
 * Reads the environment before anything is started, so that a mistake in it costs no time. PORT=0 takes a free one.
 * @throws {SetupError} naming the variables at fault
 */
export async function readSettings(env: NodeJS.ProcessEnv, data: DataFolder): Promise<Settings> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const config = parse({
    HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'true',
    HANDOVER_RECONCILE_SECONDS: '10',
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgresql://started.here',
    ...given,
    HANDOVER_DATA_DIR: data.root,
    ...(given.PORT === '0' ? { PORT: String(await getPort()) } : {}),
  });
  return { config, databaseUrl: given.DATABASE_URL, temporalAddress: given.TEMPORAL_ADDRESS };
}

function parse(env: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(env);
  } catch (error) {
    throw new SetupError(reasonOf(error));
  }
}

/** @throws {SetupError} when another program listens where the API is to */
export async function checkPort({ PORT }: Config): Promise<void> {
  if (await isListening(PORT))
    throw new SetupError(`Port ${PORT} is taken by another program. Take another one: PORT=${PORT + 10} npm start`);
}

/** A port for the metrics of each process: the usual ones, or the next that are free. */
export async function metricsPorts({ METRICS_PORT }: Config): Promise<{ api: number; worker: number }> {
  const api = METRICS_PORT ?? (await getPort({ port: portNumbers(9464, 9564) }));
  const worker = await getPort({ port: portNumbers(api + 1, api + 101) });
  return { api, worker };
}
