import type { Child } from '../../embedded/child-process';
import { booksBalance } from '../support/books';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';
import { until } from '../support/until';
import { startProxy } from './proxy';
import { AMPLE, deliveryOf, told } from './waits';

jest.setTimeout(180_000);

let product: Product;
let api: ApiProcess;
let worker: Child;
beforeAll(async () => {
  product = await prepareProduct();
  [api, worker] = await Promise.all([product.startApi(), product.startWorker()]);
});
afterAll(() => product?.stop());

test('decisions whose worker is killed while they wait are answered through the next one, each once [a.persist]', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => api.ask({ callback_url: product.receiver.url })));
  await told(product, ...ids);
  const [before, after] = [ids.slice(0, 4), ids.slice(4)];
  const approve = (id: string) => api.answer(id, { action: 'approve' });
  const answers = before.map(approve); // under way when it is killed
  await worker.stop('SIGKILL');
  answers.push(...after.map(approve));
  worker = await product.startWorker();
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
  await booksBalance(product, ...ids);
});

test('a callback whose worker is killed between two tries is tried again by the next one, as the same event', async () => {
  product.receiver.answer(500, 500);
  const id = await api.ask({ callback_url: product.receiver.url });
  await api.answer(id, { action: 'approve' });
  await until('the third try is put off', () => isPutOff(id), AMPLE);
  await worker.stop('SIGKILL');
  worker = await product.startWorker();
  await booksBalance(product, id);
  expect((await deliveryOf(product, id)).attempts.map(({ statusCode }) => statusCode)).toEqual([500, 500, 200]);
});

test('a callback whose worker is killed while the receiver has not answered is sent again, as the same event', async () => {
  const wire = await startProxy(Number(new URL(product.receiver.url).port));
  wire.set('mute');
  const id = await api.ask({ callback_url: `http://127.0.0.1:${wire.port}/hook` });
  await api.answer(id, { action: 'deny' });
  await product.receiver.next(({ body }) => body.decision.id === id, AMPLE);
  await worker.stop('SIGKILL');
  wire.set('open');
  worker = await product.startWorker();
  await booksBalance(product, id);
  expect(product.receiver.received.filter(({ body }) => body.decision.id === id)).toHaveLength(2);
  wire.close();
});

test('an answer in time while all workers are away counts, though they come back after the deadline', async () => {
  const asked = { callback_url: product.receiver.url, timeout_minutes: 0.4 };
  const [byApi, byPage, unanswered] = await Promise.all([api.ask(asked), api.ask(asked), api.ask(asked)]);
  await told(product, byApi, byPage, unanswered);
  await worker.stop('SIGKILL');

  const [reply, page] = await Promise.all([
    api.answer(byApi, { action: 'approve', resolved_by: 'sarah@company.com' }),
    api.click(byPage, 'sarah@company.com', { verdict: 'approve' }),
  ]);
  expect(reply).toMatchObject({ status: 200, body: { status: 'approved' } });
  expect(page.status).toBe(303);

  const { expires_at } = await api.get(unanswered);
  await until('the deadline passes', () => Date.now() > Date.parse(String(expires_at)), AMPLE);
  worker = await product.startWorker();
  await booksBalance(product, byApi, byPage, unanswered);
  expect(await api.get(byApi)).toMatchObject({ status: 'approved', resolved_by: 'sarah@company.com' });
  expect(await api.get(byPage)).toMatchObject({ status: 'approved', resolved_by: 'sarah@company.com' });
  expect((await api.get(unanswered)).status).toBe('expired');
});

/** Whether Temporal waits with the callback's next attempt: the first one, of two tries, has failed. */
async function isPutOff(id: string): Promise<boolean> {
  const { raw } = await product.temporal.workflow.getHandle(`decision-${id}`).describe();
  return raw.pendingActivities?.some(({ attempt }) => attempt === 2) ?? false;
}
