import type { Child } from '../../embedded/child-process';
import { type ApiReply, QUICK_START } from '../support/api-client';
import { booksBalance } from '../support/books';
import { fromSetup } from '../support/database';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';
import { until } from '../support/until';
import { inFlight } from './in-flight';
import { startProxy } from './proxy';
import { AMPLE, told } from './waits';

jest.setTimeout(180_000);

let product: Product;
let left: ApiProcess;
let right: ApiProcess;
let worker: Child;
beforeAll(async () => {
  product = await prepareProduct();
  [left, right, worker] = await Promise.all([product.startApi(), product.startApi(), product.startWorker()]);
});
afterAll(() => product?.stop());

test('a decision whose API is killed before its workflow starts is started by reconcile, and asked about once', async () => {
  const wire = await startProxy(Number(fromSetup('HANDOVER_TEST_TEMPORAL').split(':')[1]));
  wire.set('held');
  const doomed = await product.startApi({ TEMPORAL_ADDRESS: `127.0.0.1:${wire.port}` });
  const create = creating('killed@company.com');
  const first = create(doomed).catch(() => null);
  const { id } = await until('it is kept', () => product.db.decision.findFirst(), AMPLE);
  await doomed.process.stop('SIGKILL');
  wire.close();
  await first; // answered or not: the agent asks again

  expect(await create(left)).toMatchObject({ status: 201, body: { id } });
  await told(product, id);
  expect((await right.answer(id, { action: 'approve' })).status).toBe(200);
  await booksBalance(product, id);
  expect(await product.mailbox.all()).toHaveLength(1);
  expect(await product.db.decision.count()).toBe(1);
});

test('50 identical creates with one key, over two APIs, make one workflow and one e-mail', async () => {
  const create = creating('fifty@company.com');
  const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => create(n % 2 ? left : right)));
  const made = replies.filter(({ status }) => status === 201);
  expect(new Set(made.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  for (const { status, body } of replies.filter((reply) => !made.includes(reply)))
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT' });
  const another = await create(right, { action: 'Another thing' });
  expect(another).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });

  const assignments = await product.db.assignment.findMany({ where: { approver: 'fifty@company.com' } });
  const ids = assignments.map(({ decisionId }) => decisionId);
  await told(product, ...ids);
  await Promise.all(ids.map((id) => left.answer(id, { action: 'approve' })));
  await booksBalance(product, ...ids);
  expect(ids).toHaveLength(1);
  const mails = (await product.mailbox.all()).flatMap(({ to }) => to?.map(({ address }) => address));
  expect(mails.filter((address) => address === 'fifty@company.com')).toHaveLength(1);
  const { count: workflows } = await product.temporal.workflow.count("WorkflowType = 'decision'");
  expect(workflows).toBe(await product.db.decision.count());
});

const PAGE = 'racer@company.com';
const API = 'robot@company.com';

test('100 races of an approval on the page against a denial over the API have one winner each, whom the loser is told', async () => {
  const ids = await inFlight(8, Array.from({ length: 100 }), () => left.ask({ approver: PAGE }));
  await told(product, ...ids);
  const races = await inFlight(8, ids, race);
  await booksBalance(product, ...ids);
  for (const winner of [PAGE, API]) expect(races).toContain(winner);
});

/** Both answer at once. Returns who was told that they won. */
async function race(id: string): Promise<string> {
  const [page, reply] = await Promise.all([
    left.click(id, PAGE, { verdict: 'approve' }),
    right.answer(id, { action: 'deny', resolved_by: API }),
  ]);
  expect([
    [303, 409],
    [409, 200],
  ]).toContainEqual([page.status, reply.status]);
  if (page.status === 409) expect(await page.text()).toMatch(/Denied by[\s\S]*robot@company.com/);
  if (reply.status === 409) expectToName(PAGE, reply);
  return page.status === 303 ? PAGE : API;
}

function expectToName(winner: string, { body }: ApiReply): void {
  expect(body).toMatchObject({ code: 'ALREADY_RESOLVED', status: 'approved', resolved_by: winner });
  expect(body.error).toContain(`already approved by ${winner}`);
}

test('SIGTERM to an API and a worker under load: both end in good order, and all that was acknowledged is done', async () => {
  await product.startWorker();
  const callback_url = product.receiver.url;
  const waiting = left.get(await left.ask({ callback_url }), '?wait=30');
  const asked: string[] = [];
  const load = inFlight(16, Array.from({ length: 100 }), async () => {
    const id = await leftOrRight((api) => api.ask({ callback_url }));
    const { status } = await leftOrRight((api) => api.answer(id, { action: 'approve' }));
    expect(status).toBe(200);
    asked.push(id);
  });
  await until('the load is under way', () => asked.length >= 20, AMPLE);
  await Promise.all([left.process.stop('SIGTERM', AMPLE), worker.stop('SIGTERM', AMPLE)]);
  await load;

  expect(await Promise.all([left.process.ended, worker.ended])).toEqual([0, 0]);
  const { id, status } = await waiting;
  expect(status).toBe('pending');
  await right.answer(id, { action: 'deny' });
  await booksBalance(product, id, ...asked);
});

/** Calls the left API; once it takes no connection any more, the right one. */
async function leftOrRight<T>(call: (api: ApiProcess) => Promise<T>): Promise<T> {
  return call(left).catch((error: unknown) => {
    if (String(error) !== 'TypeError: fetch failed') throw error;
    return call(right);
  });
}

/** Creates about this approver, each with the same Idempotency-Key. */
function creating(approver: string): (api: ApiProcess, over?: object) => Promise<ApiReply> {
  const request = { ...QUICK_START, approver, callback_url: product.receiver.url };
  const headers = { 'idempotency-key': approver };
  return (api, over = {}) => api.call('POST', '/decisions', { ...request, ...over }, headers);
}
