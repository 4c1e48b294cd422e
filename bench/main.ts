import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { bootstrap } from '../accounts/bootstrap';
import { type Child, startChild } from '../embedded/child';
import { startPostgres } from '../embedded/postgres';
import { startTemporal } from '../embedded/temporal';
import { migrate } from '../store/migrate';
import { bareSide } from './bare/client';
import { compare } from './compare';
import { guardedSide, HIGH_LIMITS } from './guarded-side';
import { startListener } from './listener';
import { productSide } from './product-side';
import { table } from './table';

/** `npm run bench`: the product and a bare approval workflow, side by side on one server. */
async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'handover-bench-'));
  const file = (name: string) => path.join(folder, name);
  const closers: (() => Promise<void>)[] = [];
  const later = <T extends { stop(): Promise<void> } | { close(): Promise<void> }>(thing: T): T => {
    closers.unshift(() => ('stop' in thing ? thing.stop() : thing.close()));
    return thing;
  };
  try {
    say('starting PostgreSQL, Temporal, the API, the worker and the bare worker');
    const [postgres, temporal] = await Promise.all([
      startPostgres({ dataDir: file('postgres'), logFile: file('postgres.log') }).then(later),
      startTemporal({ dbFile: file('temporal.db'), logFile: file('temporal.log'), uiPort: false }).then(later),
    ]);
    await migrate(postgres.url());
    const secret = randomBytes(32).toString('base64url');
    const { apiKey } = await bootstrap({ databaseUrl: postgres.url(), secret, ownerEmail: 'owner@company.com' });
    const port = await getPort();
    const env = {
      ...process.env,
      ...{ PORT: String(port), HOST: '127.0.0.1', METRICS_PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production' },
      ...{ DATABASE_URL: postgres.url(), TEMPORAL_ADDRESS: temporal.address },
      ...{ HANDOVER_SECRET: secret, HANDOVER_DATA_DIR: folder, HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'true' },
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    };
    const guardedPort = await getPort();
    const guardedEnv = {
      ...env,
      PORT: String(guardedPort),
      PUBLIC_URL: `http://127.0.0.1:${guardedPort}`,
      HANDOVER_LIMITS: HIGH_LIMITS,
    };
    for (const script of ['worker/main', 'api/main', 'bench/bare/worker'])
      later(await startNode(script, env, file(`${script.replaceAll('/', '-')}.log`)));
    later(await startNode('api/main', guardedEnv, file('api-main-guarded.log')));
    const listener = later(await startListener());
    const bare = later(await bareSide(temporal.address));
    const product = later(productSide(`http://127.0.0.1:${port}`, apiKey));
    const guarded = later(await guardedSide(`http://127.0.0.1:${guardedPort}`, apiKey));
    say('measuring, round by round in turns');
    const rows = await compare({ bare, product, guarded }, listener);
    process.stdout.write(`\n${table(rows)}\n\n${cpus().length} cores, Node ${process.version}\n`);
    process.exitCode = rows.every(({ goal }) => goal?.met ?? true) ? 0 : 1;
  } catch (error) {
    process.exitCode = 1;
    say(`${error instanceof Error ? error.message : String(error)}\nThe logs are in ${folder}`);
  } finally {
    for (const close of closers) await close().catch((error: unknown) => say(String(error)));
  }
  if (process.exitCode === 0) rmSync(folder, { recursive: true, force: true });
}

async function startNode(script: string, env: NodeJS.ProcessEnv, logFile: string): Promise<Child> {
  const args = [path.join(__dirname, `../${script}.js`)];
  const child = await startChild({
    name: script,
    file: process.execPath,
    args,
    logFile,
    env,
    stopSignal: 'SIGTERM',
    ipc: true,
  });
  const ready = new Promise<void>((resolve) => child.process.on('message', () => resolve()));
  const ended = child.ended.then(() => Promise.reject(new Error(`${script} did not start:\n${child.lastWords()}`)));
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return child;
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
