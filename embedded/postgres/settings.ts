/** How PostgreSQL is set for one small service on one machine. Whatever makes an answer durable stays at its default: on. */
export const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // nothing to collide with under /tmp
  max_connections: '100',
  shared_buffers: '128MB',
  random_page_cost: '1.1', // SSD
  jit: 'off', // every query here is short
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** As `postgres` takes them: `-c name=value` each. */
export function asArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
