import { keptServers } from './servers';

/** Stops what the global set-up started; the orphan reaper then deletes their folder. */
export default async function globalTeardown(): Promise<void> {
  const servers = keptServers();
  if (!servers) return;
  await Promise.all([servers.temporal.stop(), servers.postgres.stop('immediate')]);
  await servers.reaper.dismiss();
}
