import type { WorkflowHandle } from '@temporalio/client';
import type { Answer } from '../../contract/decision';
import { insertAnswer } from '../../store/answers';
import { getDecision } from '../../store/decisions';
import { booksBalance } from '../support/books';
import { type ApiProcess, type Product, prepareProduct } from '../support/processes';
import { until } from '../support/until';
import { AMPLE, deliveryOf, told } from './waits';

jest.setTimeout(180_000);

let product: Product;
let api: ApiProcess;
beforeAll(async () => {
  product = await prepareProduct();
  [api] = await Promise.all([product.startApi(), product.startWorker()]);
});
afterAll(() => product?.stop());

test('an answer sent to Temporal by hand is refused and audited, and a true one still counts', async () => {
  const { id, workflow } = await asked();
  const made: Answer = { id: 'made-up', verdict: 'approve', executeAt: null, at: Date.now() };
  await workflow.signal('resolve', made);
  await until('the signal is refused', async () => (await refusals(id)).length === 1, AMPLE);
  const outcome = await workflow.executeUpdate('resolve', { args: [{ ...made, id: 'made-up-too' }] });
  expect(outcome).toMatchObject({ status: 'pending', answerId: null });
  expect(await refusals(id)).toEqual(['made-up', 'made-up-too']);
  expect((await api.get(id)).status).toBe('pending');

  expect((await api.answer(id, { action: 'deny' })).status).toBe(200);
  await booksBalance(product, id);
});

test('an answer that was given cannot be turned round by hand: not its verdict, not its time', async () => {
  const { id, workflow } = await asked();
  const given = await keepAnswer(id, 'deny');
  for (const turned of [{ verdict: 'approve' }, { at: given.at - 1 }, { verdict: 'approve', executeAt: Date.now() }])
    expect(await workflow.executeUpdate('resolve', { args: [{ ...given, ...turned }] })).toMatchObject({
      status: 'pending',
    });
  await workflow.signal('resolve', { ...given, verdict: 'modify' });
  await until('all are refused', async () => (await refusals(id)).length === 4, AMPLE);
  expect((await api.get(id)).status).toBe('pending');

  await workflow.signal('resolve', given); // as it was given
  await booksBalance(product, id);
  expect((await api.get(id)).status).toBe('denied');
});

test('an answer that stands cannot be turned round by hand while its callback is still tried', async () => {
  product.receiver.answer(500, 500);
  const { id, workflow } = await asked();
  await api.answer(id, { action: 'deny' });
  const { answerId, resolvedAt } = await product.db.decision.findUniqueOrThrow({ where: { id } });
  const turned = { id: answerId, verdict: 'approve', executeAt: null, at: resolvedAt?.getTime() };
  await workflow.signal('resolve', turned);
  expect(await workflow.executeUpdate('resolve', { args: [turned] })).toMatchObject({ status: 'denied' });
  await booksBalance(product, id);
});

test('a signal without an argument, or with one that makes no sense, leaves nothing stuck', async () => {
  const { id, workflow } = await asked();
  const at = Date.now();
  await workflow.signal('resolve');
  for (const nonsense of [
    null,
    'approve',
    7,
    [],
    {},
    { id: 1, at },
    { id: 'x', verdict: 'maybe', executeAt: 'soon', at },
  ])
    await workflow.signal('resolve', nonsense);
  await workflow.signal('resolve', { id: 'nul \u0000', verdict: 'approve', executeAt: null, at });
  await workflow.signal('resolve', { id: 'temporal-cancel', verdict: 'cancel', executeAt: null, at: 1e300 });
  await expect(workflow.executeUpdate('resolve', { args: [] })).rejects.toThrow();

  expect([200, 202]).toContain((await api.answer(id, { action: 'approve' })).status);
  await booksBalance(product, id);
});

test('a true answer that comes together with one sent by hand is not refused for it', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, asked));
  const made = { verdict: 'approve', executeAt: null, at: Date.now() };
  for (const { status } of await Promise.all(
    all.map(async ({ id, workflow }) => {
      await workflow.signal('resolve', { id: `made-up-${id}`, ...made });
      return api.answer(id, { action: 'deny' });
    }),
  ))
    expect([200, 202]).toContain(status);
  await booksBalance(product, ...all.map(({ id }) => id));
});

test('a decision whose workflow is terminated in Temporal is recorded as cancelled, with the reason, and told', async () => {
  const { id, workflow } = await asked();
  await workflow.terminate('the contract was lost');
  await booksBalance(product, id);
  expect(await api.get(id)).toMatchObject({
    ...{ status: 'denied', cancelled: true, response_notes: 'the contract was lost' },
    ...{ resolved_by: 'temporal', resolved_via: 'cancel' },
  });
  const { body } = await product.receiver.next((callback) => callback.body.decision.id === id);
  expect(body).toMatchObject({ event: 'decision.resolved', decision: { status: 'denied', resolved_by: 'temporal' } });
});

test('a callback that is still to arrive when its workflow is terminated is sent all the same, as the same event', async () => {
  product.receiver.answer(500, 500);
  const { id, workflow } = await asked();
  await api.answer(id, { action: 'approve' });
  await until('two tries have failed', async () => (await deliveryOf(product, id)).attempts.length === 2, AMPLE);
  await workflow.terminate();
  await booksBalance(product, id);
});

async function asked(): Promise<{ id: string; workflow: WorkflowHandle }> {
  const id = await api.ask({ callback_url: product.receiver.url });
  await told(product, id);
  return { id, workflow: product.temporal.workflow.getHandle(`decision-${id}`) };
}

/** An answer as an API leaves it that dies before it has told Temporal. */
async function keepAnswer(id: string, verdict: 'approve' | 'deny'): Promise<Answer> {
  const answer = { id: `kept-${id}`, verdict, executeAt: null, at: Date.now() };
  const words = { notes: null, data: null, author: 'sarah@company.com', via: 'page', assurance: 'link' } as const;
  const whence = { apiKeyId: null, linkId: null };
  await insertAnswer(product.db, await getDecision(product.db, id), { ...answer, ...words, ...whence });
  return answer;
}

/** The ids of answers to this decision that were refused for not being known, as the audit has them. */
async function refusals(decisionId: string): Promise<unknown[]> {
  const where = { decisionId, type: 'answer.refused' };
  const events = await product.db.auditEvent.findMany({ where, orderBy: { sequence: 'asc' } });
  return events.map(({ data }) => Object(data).answer_id);
}
