/** PostgreSQL's settings for one small service on one machine. Those that make writes durable stay at their defaults. */
export const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // no sockets in /tmp that could collide
  max_connections: '100',
  shared_buffers: '128MB',
  random_page_cost: '1.1', // SSD
  jit: 'off', // all queries are short
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** The settings as command line arguments of `postgres`: `-c name=value` each. */
export function asArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
