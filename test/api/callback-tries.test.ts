import { createServer, type RequestListener } from 'node:http';
import { WorkflowNotFoundError } from '@temporalio/client';
import { serve } from '../../platform/serve';
import { deliveryWorkflowIdOf } from '../../workflows/names';
import { deliveriesOf, deliveryOnce } from '../support/deliveries';
import { type Harness, startHarness } from '../support/harness';
import { outcomeOf } from '../support/outcome';
import { type Receiver, startReceiver } from '../support/receiver';

let handover: Harness;
let receiver: Receiver;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** A decision that was approved, and is to be told to this URL. */
async function approved(callback_url = receiver.url): Promise<string> {
  const id = await handover.ask({ callback_url });
  await handover.answer(id, { action: 'approve', notes: 'Ça va.' });
  return id;
}
const resultOf = (id: string) => outcomeOf(handover.temporal, id);

test('a receiver that fails twice gets the same event a third time, 5 s later, and then no more [h.cb.retry]', async () => {
  receiver.answer(500, 503);
  const id = await approved();
  await deliveryOnce(handover, id, 'arrives', ({ status }) => status === 'delivered', 25_000);
  await resultOf(id);
  const same = receiver.received.map(({ raw, headers }) => [
    raw,
    headers['webhook-id'],
    headers['x-handover-signature'],
  ]);
  expect(same).toHaveLength(3);
  expect(same).toEqual([same[0], same[0], same[0]]);
  const [, second, third] = receiver.received.map(({ at }) => at);
  expect(Number(third) - Number(second)).toBeGreaterThanOrEqual(4_990);
});

test('the second try comes at once, and its success stops the tries', async () => {
  receiver.answer(500);
  const id = await approved();
  await resultOf(id);
  const [delivery] = await deliveriesOf(handover, id);
  expect(delivery).toMatchObject({ status: 'delivered', next_attempt_at: null });
  expect(delivery?.attempts).toMatchObject([
    { number: 1, status_code: 500, error: 'answered 500' },
    { number: 2, status_code: 200, error: null },
  ]);
  expect(receiver.received).toHaveLength(2);
});

test('while it waits, a delivery says when its next try is', async () => {
  receiver.answer(500, 500);
  const id = await approved();
  const waiting = await deliveryOnce(handover, id, 'waits', ({ attempts }) => attempts.length === 2);
  expect(waiting.status).toBe('pending');
  const second = Date.parse(waiting.attempts[1]?.at ?? '');
  expect(Date.parse(waiting.next_attempt_at ?? '') - second).toBeGreaterThanOrEqual(5_000);
});

test.each([301, 302, 307, 400, 404, 429])('%s is a failure, and a redirect is not followed', async (code) => {
  receiver.answer(code);
  const id = await approved();
  await resultOf(id);
  const [delivery] = await deliveriesOf(handover, id);
  expect(delivery?.attempts).toMatchObject([{ status_code: code, error: `answered ${code}` }, { status_code: 200 }]);
  expect(receiver.received).toHaveLength(2);
});

test.each([201, 202, 204])('%s is a success', async (code) => {
  receiver.answer(code);
  const id = await approved();
  await resultOf(id);
  expect(await deliveriesOf(handover, id)).toMatchObject([{ status: 'delivered', attempts: [{ status_code: code }] }]);
});

test('410 stops the tries at once: the delivery has failed, the decision has not', async () => {
  receiver.answer(410);
  const id = await approved();
  expect(await resultOf(id)).toMatchObject({ status: 'approved' });
  const [delivery] = await deliveriesOf(handover, id);
  expect(delivery).toMatchObject({ status: 'failed', next_attempt_at: null, attempts: [{ status_code: 410 }] });
  const follower = handover.temporal.workflow.getHandle(deliveryWorkflowIdOf(String(delivery?.id)));
  await expect(follower.describe()).rejects.toThrow(WorkflowNotFoundError);
});

test('a receiver that is away: each attempt says so', async () => {
  await receiver.close();
  const id = await approved();
  const { attempts } = await deliveryOnce(handover, id, 'was tried twice', (one) => one.attempts.length === 2);
  const away = { status_code: null, error: expect.stringContaining('ECONNREFUSED'), duration_ms: expect.any(Number) };
  expect(attempts).toMatchObject([
    { ...away, number: 1 },
    { ...away, number: 2 },
  ]);
  expect(await handover.get(id)).toMatchObject({ status: 'approved', response_notes: 'Ça va.' });
});

test('a host without an address: each attempt says so', async () => {
  const id = await approved('http://no-such-host.invalid/hook');
  const { attempts } = await deliveryOnce(handover, id, 'was tried', (one) => one.attempts.length > 0);
  expect(attempts[0]).toMatchObject({ status_code: null, error: expect.stringMatching(/no-such-host\.invalid/) });
});

test('a receiver that takes the callback and never answers has failed after 10 s', async () => {
  await withServer(
    () => undefined,
    async (url) => {
      const id = await approved(url);
      const { attempts } = await deliveryOnce(handover, id, 'was tried', (one) => one.attempts.length > 0, 25_000);
      expect(attempts[0]).toMatchObject({ status_code: null, error: expect.stringMatching(/timeout/) });
      expect(attempts[0]?.duration_ms).toBeGreaterThanOrEqual(9_900);
    },
  );
});

test('a reply without an end is read no further than need be, and counts by its status', async () => {
  const endless: RequestListener = (_request, response) => {
    const pour = setInterval(() => response.write('x'.repeat(64 * 1024)), 5);
    response.on('close', () => clearInterval(pour));
  };
  await withServer(endless, async (url) => {
    const id = await approved(url);
    const { attempts } = await deliveryOnce(handover, id, 'arrives', ({ status }) => status === 'delivered');
    expect(attempts).toMatchObject([{ status_code: 200, error: null }]);
  });
});

test('a receiver that answers 200 and then drips its body has the callback', async () => {
  const dripping: RequestListener = (_request, response) => {
    const drip = setInterval(() => response.write('x'), 100);
    response.on('close', () => clearInterval(drip));
  };
  await withServer(dripping, async (url) => {
    const id = await approved(url);
    const { attempts } = await deliveryOnce(handover, id, 'arrives', ({ status }) => status === 'delivered');
    expect(attempts).toMatchObject([{ status_code: 200, error: null }]);
  });
});

const PRIVATE = ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '2130706433'];

test('callbacks to private addresses are refused unless they are allowed, and the decisions stand', async () => {
  const guarded = await startHarness({ env: { HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'false' } });
  const refused = { status_code: null, error: expect.stringContaining('has no public address') };
  const askAndAnswer = async (host: string) => {
    const id = await guarded.ask({ callback_url: receiver.url.replace('127.0.0.1', host) });
    await guarded.answer(id, { action: 'approve' });
    const { attempts } = await deliveryOnce(guarded, id, `to ${host} was tried`, (one) => one.attempts.length === 2);
    expect(attempts).toMatchObject([refused, refused]);
    expect(await guarded.get(id)).toMatchObject({ status: 'approved' });
  };
  await Promise.all(PRIVATE.map(askAndAnswer)).finally(guarded.stop);
  expect(receiver.received).toEqual([]);
});

/** A server that behaves like this while it is used. */
async function withServer(behaviour: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(behaviour);
  const { port, close } = await serve(server, { port: 0, host: '127.0.0.1' });
  await use(`http://127.0.0.1:${port}/`).finally(() => {
    server.closeAllConnections();
    return close();
  });
}
