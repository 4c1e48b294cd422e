import { NativeConnection, Runtime } from '@temporalio/worker';
import { readConfig } from '../../platform/config';
import { connectClient } from '../../temporal/connect';
import { fromSetup } from './database';
import { TEST_SECRET } from './environment';
import { claimNamespace } from './namespace';
import { quietRuntime, startWorld, type World, type WorldOptions } from './world';

/** The product without HTTP on the run's real Temporal server, in a namespace of this test file alone. */
export async function startOrdinary(options: Pick<WorldOptions, 'clock'> = {}): Promise<World> {
  quietRuntime();
  const address = fromSetup('HANDOVER_TEST_TEMPORAL');
  const namespace = claimNamespace();
  const config = readConfig({
    ...{ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, HANDOVER_SECRET: TEST_SECRET },
    ...{ DATABASE_URL: fromSetup('HANDOVER_TEST_RUNTIME'), HANDOVER_DATA_DIR: fromSetup('HANDOVER_TEST_DIR') },
  });
  const client = connectClient(config);
  const connection = await NativeConnection.connect({ address });
  const world = await startWorld({ client, connection, namespace, ...options });
  return {
    ...world,
    stop: async () => {
      await world.stop();
      await client.connection.close();
      await connection.close();
      await Runtime.instance().shutdown(); // its timers would end in a panic after the workers
    },
  };
}
