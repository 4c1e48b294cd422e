import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createNotify } from '../../activities/notify';
import { createUpdateMessages } from '../../activities/update-messages';
import { type Channel, TryLater, Unreachable } from '../../channels/channel';
import type { MessageState } from '../../channels/message-state';
import { createTransitions } from '../../decisions/transitions';
import { systemClock } from '../../platform/clock';
import { createMetrics } from '../../platform/metrics';
import { createSecrets } from '../../platform/secrets';
import { findNotifications } from '../../store/notifications';
import { type SlackHarness, startSlackHarness } from '../support/slack-asked';
import { colleague } from '../support/slack-people';
import { until } from '../support/until';

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness({ worker: false });
});
afterAll(() => handover?.stop());

const QUIET = { logger: new DefaultLogger('ERROR') };

/** The activities of the worker if Slack does this. */
function workerWith(slack: Partial<Channel>) {
  const shown: MessageState[] = [];
  const channels: Record<string, Channel> = {
    slack: {
      send: async ({ assignment }) => ({ ts: assignment.approver }),
      update: async (_message, _context, state) => void shown.push(state),
      ...slack,
    },
  };
  const { db, config } = handover;
  const metrics = createMetrics();
  const secrets = createSecrets(config.HANDOVER_SECRET);
  const publicUrl = config.PUBLIC_URL;
  const transitions = createTransitions({ db, secrets, metrics, publicUrl });
  const deps = { db, metrics, secrets, channels, clock: systemClock, publicUrl, transitions };
  const { notify } = createNotify(deps);
  const { updateMessages } = createUpdateMessages(deps);
  const run = (attempt: number) => new MockActivityEnvironment({ attempt }, QUIET);
  return {
    shown,
    failures: async () => (await metrics.notificationFailures.get()).values,
    notify: (decisionId: string, attempt = 1) =>
      run(attempt).run(notify, { decisionId, assignmentId: 'a1', occasion: 'ask', channel: 'slack' }),
    updateMessages: (id: string) => run(1).run(updateMessages, id),
  };
}
const ask = () => handover.ask({ channel: 'slack', approver: colleague(handover).email });
const deny = (id: string) => handover.answer(id, { action: 'deny' });
const messagesOf = (id: string) => findNotifications(handover.db, id);
const auditOf = async (id: string) =>
  (await handover.call('GET', `/decisions/${id}/events`)).body.data
    .map(({ type }: { type: string }) => type)
    .filter((type: string) => type.startsWith('approver.'));

test('the time that Slack asks to wait is waited', async () => {
  const { notify } = workerWith({ send: () => Promise.reject(new TryLater('Slack asks to wait', 7_000)) });
  const failure = await notify(await ask()).catch((error: ApplicationFailure) => error);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ nextRetryDelay: 7_000, nonRetryable: false });
});

test('each failed attempt is counted, the first one is audited, and none names the address to Temporal', async () => {
  const { notify, failures } = workerWith({ send: () => Promise.reject(new Error('fetch failed')) });
  const id = await ask();
  for (const attempt of [1, 2, 3])
    await expect(notify(id, attempt)).rejects.toThrow('could not be notified over slack');
  expect(await failures()).toMatchObject([{ labels: { channel: 'slack' }, value: 3 }]);
  expect(await auditOf(id)).toEqual(['approver.notify_failed']);
});

test('a person whom Slack cannot reach is not tried again there, which is noted', async () => {
  const { notify } = workerWith({ send: () => Promise.reject(new Unreachable('no such member')) });
  const id = await ask();
  await expect(notify(id)).rejects.toMatchObject({ nonRetryable: true });
  expect(await messagesOf(id)).toMatchObject([{ channel: 'slack', status: 'failed', error: 'no such member' }]);
  expect(await auditOf(id)).toEqual(['approver.unreachable']);
});

test('a message is sent once, however often the activity runs', async () => {
  const id = await ask();
  await workerWith({}).notify(id);
  await workerWith({ send: () => Promise.reject(new Error('asked again')) }).notify(id, 2);
  expect(await messagesOf(id)).toMatchObject([{ status: 'sent' }]);
});

test('nobody is asked something that was answered meanwhile', async () => {
  const id = await ask();
  await deny(id);
  await workerWith({ send: () => Promise.reject(new Error('asked all the same')) }).notify(id);
  expect(await messagesOf(id)).toEqual([]);
});

test('a decision that is answered while its message is on its way shows the answer', async () => {
  const id = await ask();
  const send: Channel['send'] = async () => {
    await deny(id);
    return { ts: '1' };
  };
  const { notify, shown } = workerWith({ send });
  await notify(id);
  expect([shown, await messagesOf(id)]).toMatchObject([['denied'], [{ shown: 'denied', settledAt: expect.any(Date) }]]);
});

test('if that edit fails, the next one makes up for it, and nobody is asked again', async () => {
  const id = await ask();
  const failing = workerWith({
    send: async () => {
      await deny(id);
      return { ts: '1' };
    },
    update: () => Promise.reject(new Error('Slack is away')),
  });
  await failing.notify(id);
  const next = workerWith({ send: () => Promise.reject(new Error('asked again')) });
  await next.notify(id, 2);
  await next.updateMessages(id);
  expect(next.shown).toEqual(['denied']);
});

test('of two edits at once, the one that comes last shows what is true', async () => {
  const approvers = [colleague(handover).email, colleague(handover).email];
  const id = await handover.ask({ channel: 'slack', approver: undefined, approvers, need: 2 });
  const { notify, updateMessages, shown } = workerWith({});
  await notify(id);
  let arrive: (() => void) | null = null;
  const late = workerWith({
    update: async (_message, _context, state) => {
      if (state === 'answered') await new Promise<void>((resolve) => (arrive = resolve));
      shown.push(state);
    },
  });
  await handover.answer(id, { action: 'approve', resolved_by: approvers[0] });
  const editing = late.updateMessages(id);
  const finish = await until('it edits', () => arrive);
  await handover.answer(id, { action: 'deny', resolved_by: approvers[1] });
  await updateMessages(id);
  finish();
  await editing;
  expect(shown).toEqual(['denied', 'answered', 'denied']);
});
