import type { OrphanReaper } from '../../embedded/orphan-reaper';
import type { Postgres } from '../../embedded/postgres';
import type { Temporal } from '../../embedded/temporal';

export interface RunServers {
  readonly reaper: OrphanReaper;
  readonly postgres: Postgres;
  readonly temporal: Temporal;
}

const kept = globalThis as { handoverServers?: RunServers };

/** Hands the run's servers from the global set-up to the global teardown, which run in one process. */
export function keepServers(servers: RunServers): void {
  kept.handoverServers = servers;
}

export const keptServers = (): RunServers | undefined => kept.handoverServers;
