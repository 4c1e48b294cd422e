import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import getPort from 'get-port';
import { isListening } from '../../embedded/wait-until-ready';
import { fromSetup } from './database';
import { until } from './until';
import { quietRuntime, startWorld, type World } from './world';

/** The product on Temporal's time-skipping server: awaiting a result lets days pass in milliseconds. */
export interface TimeSkipping extends World {
  /** Lets so many milliseconds of the server's time go by at once. */
  skip(ms: number): Promise<void>;
}

/**
 * Starts a server for this test file. It knows no search attributes. Two things lock its time for good: a child workflow
 * that ends after its parent, so let none end before the last test has; and an activity that runs when its workflow ends,
 * so answers wait until nobody is being notified.
 */
export async function startTimeSkipping(): Promise<TimeSkipping> {
  quietRuntime();
  const { env, stop } = await startServer();
  const world = await startWorld({
    client: env.client,
    connection: env.nativeConnection,
    namespace: 'default',
    clock: () => env.currentTimeMs(),
  });
  const areNotified = async (id: string): Promise<boolean> => {
    const description = await world
      .handle(id)
      .describe()
      .catch(() => null); // its start may be lost, as the test wants
    return !description?.raw.pendingActivities?.some(({ attempt }) => (attempt ?? 0) <= 1);
  };
  return {
    ...world,
    answer: async (id, ...given) => {
      await world.settle();
      await until('nobody is being notified', () => areNotified(id));
      return world.answer(id, ...given);
    },
    skip: (ms) => env.sleep(ms),
    stop: async () => {
      await world.stop();
      await stop();
      await Runtime.instance().shutdown(); // its timers would end in a panic after the workers
    },
  };
}

const PATIENCE_MS = 90_000;
/** Another process may take the free port first. */
const ATTEMPTS = 3;

/**
 * The server, however long it takes: the SDK would start it itself, but gives up after 5 s, which a busy machine may
 * need. What the SDK starts in its place is `sleep <port>`; what it finds at the port is ours.
 */
async function startServer(attempt = 1): Promise<{ env: TestWorkflowEnvironment; stop(): Promise<void> }> {
  const port = await getPort();
  const server = spawn(fromSetup('HANDOVER_TEST_TIME_SKIPPING'), [String(port)], { stdio: 'ignore' });
  await until('the time-skipping server listens', () => isListening(port), PATIENCE_MS);
  const executable = { type: 'existing-path', path: '/bin/sleep' } as const;
  const end = async () => {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  };
  try {
    const env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable, port } });
    return {
      env,
      stop: async () => {
        await env.teardown();
        await end();
      },
    };
  } catch (error) {
    await end();
    if (attempt === ATTEMPTS) throw error;
    return startServer(attempt + 1);
  }
}
