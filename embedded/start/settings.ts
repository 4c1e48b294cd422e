import getPort, { portNumbers } from 'get-port';
import { type Config, readConfig } from '../../platform/config';
import { reasonOf, SetupError } from '../setup-error.mjs';
import { isListening } from '../wait-until-ready';
import type { DataFolder } from './data-folder';

/** The user's environment, completed with the defaults of `npm start`. */
export interface Settings {
  readonly config: Config;
  /** When undefined, a PostgreSQL is started. */
  readonly databaseUrl: string | undefined;
  /** When undefined, a Temporal server is started. */
  readonly temporalAddress: string | undefined;
}

/**
 * Reads and checks the environment before anything is started. PORT=0 takes a free port.
 * @throws {SetupError} that names the invalid variables
 */
export async function readSettings(env: NodeJS.ProcessEnv, data: DataFolder): Promise<Settings> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const complete = {
    HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'true',
    HANDOVER_RECONCILE_SECONDS: '10',
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgresql://started.here', // known only once it runs
    ...given,
    HANDOVER_DATA_DIR: data.root,
    ...(given.PORT === '0' ? { PORT: String(await getPort()) } : {}),
  };
  try {
    return {
      config: readConfig(complete),
      databaseUrl: given.DATABASE_URL,
      temporalAddress: given.TEMPORAL_ADDRESS,
    };
  } catch (error) {
    throw new SetupError(reasonOf(error));
  }
}

/** @throws {SetupError} when another program listens on the API's port */
export async function checkPort({ PORT }: Config): Promise<void> {
  if (await isListening(PORT))
    throw new SetupError(
      `Port ${PORT} is already used by another program. Choose a different one: PORT=${PORT + 10} npm start`,
    );
}

/** The metrics port of each process: the default one, or the next that is free. */
export async function metricsPorts({ METRICS_PORT }: Config): Promise<{ api: number; worker: number }> {
  const api = METRICS_PORT ?? (await getPort({ port: portNumbers(9464, 9564) }));
  const worker = await getPort({ port: portNumbers(api + 1, api + 101) });
  return { api, worker };
}
