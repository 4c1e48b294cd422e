import type { WorkflowHandle } from '@temporalio/client';
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

test('a signal sent by hand decides nothing, whatever it says, and a real answer still counts', async () => {
  const { id, workflow } = await asked();
  await workflow.signal('changed');
  for (const nonsense of [null, 'approve', 7, [], {}, { verdict: 'approve', at: 1e300 }, 'nul \u0000'])
    await workflow.signal('changed', nonsense);
  for (const unknown of ['resolve', 'approve', 'nul \u0000']) await workflow.signal(unknown, { verdict: 'approve' });
  await expect(workflow.executeUpdate('resolve', { args: [{ verdict: 'approve' }] })).rejects.toThrow();
  expect(await workflow.query('outcome')).toMatchObject({ status: 'pending' });
  expect((await api.get(id)).status).toBe('pending');

  expect((await api.answer(id, { action: 'deny' })).status).toBe(200);
  await booksBalance(product, id);
});

test('a signal in an encoding that nobody knows leaves nothing stuck', async () => {
  const { id } = await asked();
  for (const encoding of ['binary/encrypted', 'json/plain', 'binary/of-a-foreigner'])
    await signalRaw(id, { metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from('{not json') });
  await signalRaw(id, { data: Buffer.from('no encoding at all') });

  expect((await api.answer(id, { action: 'approve' })).status).toBe(200);
  await booksBalance(product, id);
});

test('signals by hand do not get in the way of a callback that is still being tried', async () => {
  product.receiver.answer(500, 500);
  const { id, workflow } = await asked();
  await api.answer(id, { action: 'deny' });
  await workflow.signal('changed', { verdict: 'approve' });
  await booksBalance(product, id);
  expect((await deliveryOf(product, id)).attempts.map(({ statusCode }) => statusCode)).toEqual([500, 500, 200]);
});

test('an answer that comes together with signals by hand is final at once', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, asked));
  const replies = await Promise.all(
    all.map(async ({ id, workflow }) => {
      const [reply] = await Promise.all([api.answer(id, { action: 'deny' }), workflow.signal('changed', 'approve')]);
      return reply.status;
    }),
  );
  expect(new Set(replies)).toEqual(new Set([200]));
  await booksBalance(product, ...all.map(({ id }) => id));
});

test('a decision whose workflow is cancelled in Temporal is denied as cancelled, and the agent is told', async () => {
  const { id, workflow } = await asked();
  await workflow.cancel();
  await booksBalance(product, id);
  await expectCancelledByTemporal(id, null);
  expect(await workflow.result()).toMatchObject({ status: 'denied' });
});

test('a decision whose workflow is terminated in Temporal is denied with the reason given, and the agent is told', async () => {
  const { id, workflow } = await asked();
  await workflow.terminate('the contract was lost');
  await booksBalance(product, id);
  await expectCancelledByTemporal(id, 'the contract was lost');
});

test('cancelling and terminating a workflow changes nothing about a decision that is over', async () => {
  product.receiver.answer(500, 500, 500, 500);
  const { id: terminated, workflow } = await asked();
  const { id: cancelled, workflow: another } = await asked();
  await Promise.all([terminated, cancelled].map((id) => api.answer(id, { action: 'approve' })));
  await Promise.all([workflow.terminate('too late'), another.cancel()]);
  await booksBalance(product, terminated, cancelled);
  for (const id of [terminated, cancelled]) expect((await api.get(id)).status).toBe('approved');
});

test('a callback that is still to arrive when its workflow is terminated is sent all the same, as the same event', async () => {
  product.receiver.answer(500, 500);
  const { id, workflow } = await asked();
  await api.answer(id, { action: 'approve' });
  await until('two attempts have failed', async () => (await deliveryOf(product, id)).attempts.length === 2, AMPLE);
  await workflow.terminate();
  await booksBalance(product, id);
});

test('a workflow started by hand for a decision that does not exist fails, and leaves everything else alone', async () => {
  const made = { taskQueue: 'handover-decisions', args: ['no-such-decision'] };
  const handle = await product.temporal.workflow.start('decision', {
    ...made,
    workflowId: 'decision-no-such-decision',
  });
  await expect(handle.result()).rejects.toThrow();
  const { id, workflow } = await asked();
  await workflow.terminate('so that maintenance looks at all that failed');
  await booksBalance(product, id);
});

async function expectCancelledByTemporal(id: string, reason: string | null): Promise<void> {
  expect(await api.get(id)).toMatchObject({
    ...{ status: 'denied', cancelled: true, response_notes: reason },
    ...{ resolved_by: 'temporal', resolved_via: 'cancel' },
  });
  const { body } = await product.receiver.next((callback) => callback.body.decision.id === id);
  expect(body).toMatchObject({ event: 'decision.resolved', decision: { status: 'denied', resolved_by: 'temporal' } });
}

async function asked(): Promise<{ id: string; workflow: WorkflowHandle }> {
  const id = await api.ask({ callback_url: product.receiver.url });
  await told(product, id);
  return { id, workflow: product.temporal.workflow.getHandle(`decision-${id}`) };
}

/** Sends the signal as another program may, past the SDK's own payload converter. */
async function signalRaw(id: string, payload: { metadata?: Record<string, Uint8Array>; data: Uint8Array }) {
  const { workflowService, options } = product.temporal;
  await workflowService.signalWorkflowExecution({
    ...{ namespace: options.namespace, signalName: 'changed', input: { payloads: [payload] } },
    workflowExecution: { workflowId: `decision-${id}` },
  });
}
