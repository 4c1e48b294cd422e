import { fromSetup } from './database';
import { claimNamespace } from './namespace';

export const TEST_SECRET = 'a secret of the tests, long enough';

/** For tests of what `reconcile` does: seldom enough to cost little, for each run takes a core for some 100 ms. */
export const RECONCILE_OFTEN = { HANDOVER_RECONCILE_SECONDS: '3' };

/** Environment of the product for this test file, over which a test may set its own. */
export function testEnvironment(databaseUrl: string, dataDir: string, port: number): NodeJS.ProcessEnv {
  return {
    ...{ PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: `http://127.0.0.1:${port}`, METRICS_PORT: '0' },
    ...{
      DATABASE_URL: databaseUrl,
      HANDOVER_DATA_DIR: dataDir,
      HANDOVER_SECRET: TEST_SECRET,
    },
    ...{ TEMPORAL_ADDRESS: fromSetup('HANDOVER_TEST_TEMPORAL'), TEMPORAL_NAMESPACE: claimNamespace() },
    ...{ HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'true', LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent' },
  };
}
