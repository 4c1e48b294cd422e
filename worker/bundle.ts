import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the workflows into one file, once, so that workers start without a bundler. */
export async function writeBundle(target: string): Promise<void> {
  const workflowsPath = path.join(__dirname, '../workflows/index');
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve(workflowsPath),
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(target, code);
}

const [, script, target] = process.argv;
if (require.main === module && script && target) void writeBundle(path.resolve(target));
