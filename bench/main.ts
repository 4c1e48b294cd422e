import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { makeScratchFolder } from '../embedded/scratch-folder';
import { bareSide } from './bare/client';
import { startCallbackReceiver, untilCallback } from './callbacks';
import { compare, type Sides } from './compare';
import { guardedSide } from './guarded-side';
import { mailsIn } from './mails';
import { productSide } from './product-side';
import { startServers } from './servers';
import { tableOf } from './table';
import { rowsOf } from './targets';

/** `npm run bench`: the product and a bare approval workflow, side by side on one server. Exits with 1 if a target is missed. */
async function main(): Promise<void> {
  const folder = makeScratchFolder('bench');
  const closers: (() => Promise<void>)[] = [];
  const onClose = (close: () => Promise<void>) => void closers.unshift(close);
  const close = async () => {
    for (const one of closers.splice(0)) await one().catch((error: unknown) => say(String(error)));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(1)));
  try {
    say('starting PostgreSQL, Temporal, two APIs, the worker and the bare worker');
    const receiver = await startCallbackReceiver();
    onClose(receiver.close);
    const servers = await startServers(folder, receiver.url, onClose);
    const { apiUrl: url, apiKey } = servers;
    const connection = await Connection.connect({ address: servers.temporalAddress });
    onClose(() => connection.close());
    const client = new Client({ connection });
    const sides: Sides = {
      bare: bareSide(client, 'approval'),
      bareAsking: untilCallback(bareSide(client, 'askingApproval'), receiver),
      product: productSide({ url, apiKey }),
      productCalling: untilCallback(productSide({ url, apiKey, callbackUrl: receiver.url }), receiver),
      guarded: await guardedSide({ url: servers.guardedApiUrl, apiKey }),
    };
    say('measuring, the sides in turns');
    const rows = rowsOf(await compare(sides, mailsIn(path.join(folder, 'outbox'))));
    const machine = `${cpus().length} cores, load ${loadavg()[1]?.toFixed(1)}, Node ${process.version}`;
    process.stdout.write(`\n${tableOf(rows)}\n\n${machine}. Medians, except where p99 is named.\n`);
    process.exitCode = rows.every(({ target }) => target?.isMet ?? true) ? 0 : 1;
    closers.push(async () => rmSync(folder, { recursive: true, force: true }));
  } catch (error) {
    process.exitCode = 1;
    say(`${error instanceof Error ? error.stack : String(error)}\nThe logs are in ${folder}`);
  } finally {
    await close();
  }
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
