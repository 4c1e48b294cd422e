import { rmSync } from 'node:fs';
import { keptServers } from './servers';

/** Stops what the global set-up started, and leaves nothing behind. */
export default async function globalTeardown(): Promise<void> {
  const servers = keptServers();
  if (!servers) return;
  await Promise.all([servers.temporal.stop(), servers.postgres.stop('immediate')]);
  rmSync(servers.folder, { recursive: true, force: true });
}
