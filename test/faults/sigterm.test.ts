import { booksBalance } from '../support/books';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';
import { until } from '../support/until';
import { inFlight } from './in-flight';
import { AMPLE } from './waits';

jest.setTimeout(180_000);

let product: Product;
beforeAll(async () => {
  product = await prepareProduct();
});
afterAll(() => product?.stop());

test('SIGTERM to an API and a worker under load: both end in good order, and all that was acknowledged is done', async () => {
  const [old, worker] = await Promise.all([product.startApi(), product.startWorker()]);
  const asked: string[] = [];
  const waiting = old.get(await old.ask({ callback_url: product.receiver.url }), '?wait=30');
  let next = old;
  const load = inFlight(16, Array.from({ length: 100 }), async () => {
    const id = await once(
      () => next,
      (api) => api.ask({ callback_url: product.receiver.url }),
    );
    const { status } = await once(
      () => next,
      (api) => api.answer(id, { action: 'approve' }),
    );
    expect([200, 202]).toContain(status);
    asked.push(id);
  });
  await until('the load is under way', () => asked.length >= 20, AMPLE);
  const [fresh] = await Promise.all([product.startApi(), product.startWorker()]);
  next = fresh;
  await Promise.all([old.process.stop('SIGTERM', AMPLE), worker.stop('SIGTERM', AMPLE)]);
  await load;

  expect(await Promise.all([old.process.ended, worker.ended])).toEqual([0, 0]);
  const { id, status } = await waiting;
  expect(status).toBe('pending');
  await fresh.answer(id, { action: 'deny' });
  await booksBalance(product, id, ...asked);
});

/** Calls the API there is now; where it went away before it took the request, the next one. */
async function once<T>(current: () => ApiProcess, call: (api: ApiProcess) => Promise<T>): Promise<T> {
  const first = current();
  return call(first).catch((error: unknown) => {
    if (current() === first || !(error instanceof TypeError)) throw error;
    return call(current());
  });
}
