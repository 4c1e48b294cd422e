import { QUICK_START } from '../support/api-client';
import { booksBalance } from '../support/books';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';
import { inFlight } from './in-flight';
import { told } from './waits';

jest.setTimeout(180_000);

let product: Product;
let left: ApiProcess;
let right: ApiProcess;
beforeAll(async () => {
  product = await prepareProduct();
  [left, right] = await Promise.all([product.startApi(), product.startApi(), product.startWorker()]);
});
afterAll(() => product?.stop());

test('50 identical creates with one key, over two APIs, make one workflow and one e-mail', async () => {
  const request = { ...QUICK_START, approver: 'fifty@company.com' };
  const create = (api: ApiProcess, body: object) =>
    api.call('POST', '/decisions', body, { 'idempotency-key': 'fifty' });
  const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => create(n % 2 ? left : right, request)));
  const made = replies.filter(({ status }) => status === 201);
  const others = replies.filter(({ status }) => status !== 201);
  expect(new Set(made.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  for (const { status, body } of others)
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT' });
  const { id } = made[0]?.body ?? {};
  expect(await create(right, { ...request, action: 'Another thing' })).toMatchObject({
    ...{ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } },
  });

  await told(product, id);
  await left.answer(id, { action: 'approve' });
  await booksBalance(product, id);
  expect(await product.db.decision.count()).toBe(1);
  expect(await product.mailbox.all()).toHaveLength(1);
  expect(await workflowCount()).toBe(1);
});

test('100 races of an approval on the page against a denial over the API have one winner each, whom the loser is told', async () => {
  const approver = 'racer@company.com';
  const ids = await inFlight(16, Array.from({ length: 100 }), () =>
    left.ask({ approver, callback_url: product.receiver.url }),
  );
  await told(product, ...ids);
  const winners = await inFlight(16, ids, async (id) => {
    const [page, reply] = await Promise.all([
      left.click(id, approver, { verdict: 'approve' }),
      right.answer(id, { action: 'deny', resolved_by: 'robot@company.com' }),
    ]);
    expect([page.status, reply.status]).toEqual(page.status === 303 ? [303, 409] : [409, 200]);
    if (page.status === 409) expect(await page.text()).toMatch(/Already denied[\s\S]*robot@company.com/);
    else
      expect(reply.body).toMatchObject({
        ...{ code: 'ALREADY_RESOLVED', status: 'approved', resolved_by: approver },
        error: expect.stringContaining(`already approved by ${approver}`),
      });
    return page.status === 303 ? 'page' : 'api';
  });
  await booksBalance(product, ...ids);
  expect(new Set(winners)).toEqual(new Set(['page', 'api']));
});

async function workflowCount(): Promise<number> {
  return (await product.temporal.workflow.count("WorkflowType = 'decision'")).count;
}
