import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { check } from './check';
import { createCaller } from './client';
import { disrupt } from './disruptions';
import { runLoad } from './load';
import { startMailServer } from './mail-server';
import { type Product, startProduct } from './product';
import { createRandom } from './random';
import { startFlakyReceiver } from './receiver';
import { report } from './report';

const MOST_SECONDS = 3_600;

/** `npm run chaos -- --seconds 60 --seed 7`: breaks every part of the product under load, and checks what is left. */
async function main(): Promise<void> {
  const { seconds, seed } = readArguments();
  say(`${seconds} seconds, seed ${seed}: starting PostgreSQL, Temporal, two APIs and two workers`);
  const receiver = await startFlakyReceiver(createRandom(seed + 1));
  const mails = await startMailServer();
  let product: Product | null = null;
  try {
    product = await startProduct(mails.url);
    say('agents ask, people answer, and parts break');
    const end = Date.now() + seconds * 1_000;
    const random = createRandom(seed + 2);
    const load = { caller: createCaller(product, createRandom(seed + 3)), random, callbackUrl: receiver.url, end };
    const [promised, disruptions] = await Promise.all([runLoad(load), disrupt(product.parts, createRandom(seed), end)]);
    say('everything is well again: waiting until it has settled, and checking');
    const happened = { promised, disruptions, receiver, arrived: mails.arrived };
    const violations = await check(product, happened);
    process.stdout.write(`\n${await report(product, happened, violations)}\n`);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await product?.stop();
    await receiver.close();
    await mails.close();
  }
  if (process.exitCode === 0) rmSync(product.folder, { recursive: true, force: true });
  else say(`seed ${seed}; the logs are in ${product.folder}`);
}

function readArguments(): { readonly seconds: number; readonly seed: number } {
  const options = { seconds: { type: 'string', default: '300' }, seed: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed ?? randomInt(1_000_000))];
  if (!(seconds >= 1 && seconds <= MOST_SECONDS)) throw new Error(`--seconds must be from 1 to ${MOST_SECONDS}`);
  if (!Number.isSafeInteger(seed)) throw new Error('--seed must be a whole number');
  return { seconds, seed };
}

function say(text: string): void {
  process.stderr.write(`chaos: ${text}\n`);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
