import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the workflows into one file, once, so that workers start without a bundler. */
export async function writeBundle(target: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    payloadConverterPath: require.resolve('../workflows/payload-converter'),
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(target, code);
}

const [, script, target] = process.argv;
if (require.main === module && script && target) void writeBundle(path.resolve(target));
