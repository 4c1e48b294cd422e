// Has Temporal's SDK download one of its servers: node embedded/run-sdk-download.mjs temporal|time-skipping FOLDER
// It is a process of its own because a download inside the SDK can't be cancelled. The SDK also starts the server once.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [which, downloadDir = ''] = process.argv.slice(2);
/** @type {{ type: 'cached-download', downloadDir: string }} */
const executable = { type: 'cached-download', downloadDir };
const create = which === 'temporal' ? 'createLocal' : 'createTimeSkipping';
const environment = await TestWorkflowEnvironment[create]({ server: { executable } });
await environment.teardown();
