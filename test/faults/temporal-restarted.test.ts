import getPort from 'get-port';
import { startTemporal, type Temporal } from '../../embedded/temporal';
import { booksBalance } from '../support/books';
import { type ApiProcess, openSandbox, type Product, prepareProduct, type Sandbox } from '../support/processes';
import { until } from '../support/until';
import { AMPLE, told } from './waits';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let port: number;
let temporal: Temporal;
let product: Product;
let api: ApiProcess;
beforeAll(async () => {
  sandbox = openSandbox();
  port = await getPort(); // not the usual one, which another server may take meanwhile
  temporal = await start();
  const env = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default' };
  product = await prepareProduct({ sandbox, env });
  [api] = await Promise.all([product.startApi(), product.startWorker()]);
});
afterAll(async () => {
  await product?.stop();
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
  expect(reply).toMatchObject({ status: 202, body: { status: 'pending', answer_recorded: true } });
  const late = await product.startApi(); // comes up without Temporal
  const during = await late.ask({ callback_url });
  const { expires_at } = await api.get(answered);
  await until('its deadline passes', () => Date.now() > Date.parse(String(expires_at)), AMPLE);
  temporal = await start();
  await told(product, during);
  const after = await late.ask({ callback_url });
  for (const id of [before, during, after])
    expect([200, 202]).toContain((await late.answer(id, { action: 'approve' })).status);
  await booksBalance(product, before, answered, during, after);
  expect(await searchAttributesOf(after)).toContain('HandoverUrgency');
});

async function searchAttributesOf(id: string): Promise<string[]> {
  const { raw } = await product.temporal.workflow.getHandle(`decision-${id}`).describe();
  return Object.keys(raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {});
}

function start(): Promise<Temporal> {
  const files = { dbFile: sandbox.file('temporal.db'), logFile: sandbox.file('temporal.log') };
  return startTemporal({ ...files, port, uiPort: false, record: sandbox.record });
}
