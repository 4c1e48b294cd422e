import getPort from 'get-port';
import type { Child } from '../../embedded/child-process';
import { startTemporal, type Temporal } from '../../embedded/temporal';
import { booksBalance } from '../support/books';
import { type ApiProcess, openSandbox, type Product, prepareProduct, type Sandbox } from '../support/processes';
import { until } from '../support/until';
import { startProxy, type TcpProxy } from './proxy';
import { AMPLE, told } from './waits';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let port: number;
let temporal: Temporal;
let product: Product;
/** Between the worker and Temporal. */
let wire: TcpProxy;
let api: ApiProcess;
let worker: Child;
beforeAll(async () => {
  sandbox = openSandbox();
  port = await getPort(); // not the usual one, which another server may take meanwhile
  temporal = await start();
  const env = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default' };
  product = await prepareProduct({ sandbox, env });
  wire = await startProxy(port);
  [api, worker] = await Promise.all([product.startApi(), startWorker()]);
});
afterAll(async () => {
  await product?.stop();
  wire?.close();
  await temporal?.stop();
  await sandbox?.close();
});

test('while Temporal is away decisions and answers are taken, and all is done once it is back', async () => {
  const callback_url = product.receiver.url;
  const [before, answered] = await Promise.all([
    api.ask({ callback_url }),
    api.ask({ callback_url, timeout_minutes: 0.4 }),
  ]);
  await told(product, before, answered);
  await temporal.child.stop('SIGKILL');

  const reply = await api.answer(answered, { action: 'deny' });
  expect(reply).toMatchObject({ status: 200, body: { status: 'denied' } });
  const late = await product.startApi(); // comes up without Temporal
  const during = await late.ask({ callback_url });
  const { expires_at } = await api.get(answered);
  await until('its deadline passes', () => Date.now() > Date.parse(String(expires_at)), AMPLE);
  temporal = await start();
  await told(product, during);
  const after = await late.ask({ callback_url });
  for (const id of [before, during, after]) expect((await late.answer(id, { action: 'approve' })).status).toBe(200);
  await booksBalance(product, before, answered, during, after);
  expect(await searchAttributesOf(after)).toContain('HandoverUrgency');
});

test('an answer that was acknowledged right before everything went down reaches its workflow afterwards', async () => {
  const id = await api.ask({ callback_url: product.receiver.url });
  await told(product, id);
  wire.set('held'); // Temporal no longer hears from the worker
  expect((await api.click(id, 'sarah@company.com', { verdict: 'approve', note: 'Not for histories' })).status).toBe(
    303,
  );
  await Promise.all([worker, api.process, temporal.child].map((child) => child.stop('SIGKILL')));
  const { revision, seenRevision } = await product.db.decision.findUniqueOrThrow({ where: { id } });
  expect(seenRevision).toBeLessThan(revision);

  temporal = await start();
  wire.set('open');
  [api, worker] = await Promise.all([product.startApi(), startWorker()]);
  const handle = product.temporal.workflow.getHandle(`decision-${id}`);
  expect(await handle.result()).toMatchObject({ status: 'approved' });
  expect(JSON.stringify(await handle.fetchHistory())).not.toContain('Not for histories');
  await booksBalance(product, id);
});

async function searchAttributesOf(id: string): Promise<string[]> {
  const { raw } = await product.temporal.workflow.getHandle(`decision-${id}`).describe();
  return Object.keys(raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {});
}

const startWorker = () => product.startWorker({ TEMPORAL_ADDRESS: `127.0.0.1:${wire.port}` });

function start(): Promise<Temporal> {
  const files = { dbFile: sandbox.file('temporal.db'), logFile: sandbox.file('temporal.log') };
  return startTemporal({ ...files, port, uiPort: false, record: sandbox.record });
}
