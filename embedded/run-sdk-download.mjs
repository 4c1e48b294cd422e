// Makes Temporal's SDK download one of its servers: node embedded/run-sdk-download.mjs temporal|time-skipping FOLDER
// A process of its own, because a download inside the SDK cannot be broken off. The SDK starts the server once to try it.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [which, downloadDir = ''] = process.argv.slice(2);
/** @type {{ type: 'cached-download', downloadDir: string }} */
const executable = { type: 'cached-download', downloadDir };
const server = { executable };
const environment = await (which === 'temporal'
  ? TestWorkflowEnvironment.createLocal({ server })
  : TestWorkflowEnvironment.createTimeSkipping({ server }));
await environment.teardown();
