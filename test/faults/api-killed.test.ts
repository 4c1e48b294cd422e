import { QUICK_START } from '../support/api-client';
import { booksBalance } from '../support/books';
import { fromSetup } from '../support/database';
import { type Product, prepareProduct } from '../support/processes';
import { until } from '../support/until';
import { startProxy } from './proxy';
import { AMPLE } from './waits';

jest.setTimeout(180_000);

let product: Product;
beforeAll(async () => {
  product = await prepareProduct();
});
afterAll(() => product?.stop());

test('a decision whose API is killed before its workflow starts is started by reconcile, and asked about once', async () => {
  const wire = await startProxy(Number(new URL(`http://${fromSetup('HANDOVER_TEST_TEMPORAL')}`).port));
  wire.set('held');
  const doomed = await product.startApi({ TEMPORAL_ADDRESS: `127.0.0.1:${wire.port}` });
  const request = { ...QUICK_START, approver: 'once@company.com', callback_url: product.receiver.url };
  const create = (api: typeof doomed) => api.call('POST', '/decisions', request, { 'idempotency-key': 'the one' });
  const first = create(doomed).catch(() => null);
  const { id } = await until('it is kept', () => product.db.decision.findFirst(), AMPLE);
  await doomed.process.stop('SIGKILL');
  wire.close();
  await first; // answered or not: the agent asks again

  const [api] = await Promise.all([product.startApi(), product.startWorker()]);
  expect(await create(api)).toMatchObject({ status: 201, body: { id } });
  await product.mailbox.to('once@company.com');
  expect(await api.answer(id, { action: 'approve' })).toMatchObject({ status: 200 });
  await booksBalance(product, id);
  expect(await product.mailbox.all()).toHaveLength(1);
  expect(await product.db.decision.count()).toBe(1);
});
