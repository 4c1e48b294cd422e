import { booksBalance } from '../support/books';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';
import { until } from '../support/until';
import { AMPLE, told } from './waits';

jest.setTimeout(180_000);

let product: Product;
let api: ApiProcess;
beforeAll(async () => {
  product = await prepareProduct();
  api = await product.startApi();
});
afterAll(() => product?.stop());

test('an answer in time while all workers are away counts, though they come back after the deadline', async () => {
  const worker = await product.startWorker();
  const asked = { callback_url: product.receiver.url, timeout_minutes: 0.25 };
  const [byApi, byPage, unanswered] = await Promise.all([api.ask(asked), api.ask(asked), api.ask(asked)]);
  await told(product, byApi, byPage, unanswered);
  await worker.stop('SIGKILL');

  const [reply, page] = await Promise.all([
    api.answer(byApi, { action: 'approve', resolved_by: 'sarah@company.com' }),
    api.click(byPage, 'sarah@company.com', { verdict: 'approve' }),
  ]);
  expect(reply).toMatchObject({ status: 202, body: { status: 'pending', answer_recorded: true } });
  expect(page.status).toBe(202);
  expect(await page.text()).toContain('Your answer is recorded');

  const { expires_at } = await api.get(unanswered);
  await until('the deadline passes', () => Date.now() > Date.parse(String(expires_at)), AMPLE);
  await product.startWorker();
  await booksBalance(product, byApi, byPage, unanswered);
  expect(await api.get(byApi)).toMatchObject({ status: 'approved', resolved_by: 'sarah@company.com' });
  expect(await api.get(byPage)).toMatchObject({ status: 'approved', resolved_by: 'sarah@company.com' });
  expect((await api.get(unanswered)).status).toBe('expired');
});
