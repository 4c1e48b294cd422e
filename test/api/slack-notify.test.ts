import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createNotify } from '../../activities/notify';
import { createShowOutcome } from '../../activities/show-outcome';
import { type Channel, TryLater } from '../../channels/channel';
import type { Standing } from '../../channels/standing';
import { newId } from '../../platform/ids';
import { createMetrics } from '../../platform/metrics';
import { createSecrets } from '../../platform/secrets';
import { insertAnswer } from '../../store/answers';
import { getDecision } from '../../store/decisions';
import { findMessages } from '../../store/messages';
import { record } from '../../store/record';
import { type SlackHarness, startSlackHarness } from '../support/slack-asked';
import { colleague } from '../support/slack-people';
import { until } from '../support/until';

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness({ worker: false });
});
afterAll(() => handover?.stop());

const QUIET = { logger: new DefaultLogger('ERROR') };

/** The activities of the worker where Slack does this. */
function workerWith(slack: Partial<Channel>) {
  const mailed: string[] = [];
  const shown: Standing[] = [];
  const channels: Record<string, Channel> = {
    slack: {
      send: async ({ recipient }) => ({ ts: recipient }),
      show: async (_message, _telling, standing) => void shown.push(standing),
      ...slack,
    },
    email: {
      send: async ({ recipient }) => {
        mailed.push(recipient);
        return null;
      },
    },
  };
  const { db, config } = handover;
  const metrics = createMetrics();
  const secrets = createSecrets(config.HANDOVER_SECRET);
  const deps = { db, metrics, secrets, channels, clock: () => new Date(), publicUrl: config.PUBLIC_URL };
  const { notify } = createNotify(deps);
  const { showOutcome } = createShowOutcome(deps);
  return {
    ...{ mailed, shown },
    failures: async () => (await metrics.notificationFailures.get()).values,
    notify: (id: string, attempt = 1) => new MockActivityEnvironment({ attempt }, QUIET).run(notify, id, 0),
    showOutcome: (id: string) => new MockActivityEnvironment({}, QUIET).run(showOutcome, id),
  };
}
const ask = () => handover.ask({ channel: 'slack', approver: colleague(handover).email });
const messagesOf = (id: string) => findMessages(handover.db, id);

/** An answer through a door, kept. */
async function keepDenial(id: string, linkId: string | null = null) {
  const decision = await getDecision(handover.db, id);
  const answer = { id: newId(), verdict: 'deny', at: Date.now(), notes: null, data: null, author: 'sarah' } as const;
  const door = { executeAt: null, via: 'page', assurance: 'link', apiKeyId: null, linkId } as const;
  await insertAnswer(handover.db, decision, { ...answer, ...door });
  return { id, status: 'denied', answerId: answer.id, answeredAt: answer.at, executeAt: null, due: false } as const;
}
/** Denied, as the workflow records handover. */
const deny = async (id: string) => record(handover.db, await keepDenial(id), new Date());

test('what Slack says to wait is waited', async () => {
  const { notify } = workerWith({ send: () => Promise.reject(new TryLater('Slack asks to wait', 7_000)) });
  const failure = await notify(await ask()).catch((error: ApplicationFailure) => error);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ nextRetryDelay: 7_000, nonRetryable: false });
});

test('a Slack that is away for long is given up for an e-mail; each failed try is counted', async () => {
  const { notify, mailed, failures } = workerWith({ send: () => Promise.reject(new Error('fetch failed')) });
  const id = await ask();
  for (const attempt of [1, 2, 3, 4, 5])
    await expect(notify(id, attempt)).rejects.toThrow('could not be told over slack');
  expect(mailed).toEqual([]);
  await notify(id, 6);
  expect(mailed).toEqual([(await handover.get(id)).approver]);
  expect(await failures()).toMatchObject([{ labels: { channel: 'slack' }, value: 6 }]);
  const { data } = (await handover.call('GET', `/decisions/${id}/events`)).body;
  expect(data.map(({ type }: { type: string }) => type).slice(0, 3)).toEqual([
    ...['approver.notified', 'approver.unreachable', 'approver.notify_failed'],
  ]);
});

test('a decision that is answered while its message is on its way is shown as it stands', async () => {
  const id = await ask();
  const send: Channel['send'] = async () => {
    await deny(id);
    return { ts: '1' };
  };
  const { notify, shown } = workerWith({ send });
  await notify(id);
  expect([shown, await messagesOf(id)]).toMatchObject([['denied'], [{ shown: 'denied', settledAt: expect.any(Date) }]]);
});

test('where that edit fails, the next try makes it, and asks nobody again', async () => {
  const id = await ask();
  const failing = workerWith({
    send: async () => {
      await deny(id);
      return { ts: '1' };
    },
    show: () => Promise.reject(new Error('Slack is away')),
  });
  await expect(failing.notify(id)).rejects.toThrow('Slack is away');
  const next = workerWith({ send: () => Promise.reject(new Error('asked again')) });
  await next.notify(id, 2);
  expect(next.shown).toEqual(['denied']);
});

test('an answer that is kept but not applied yet is shown as recorded, to whom it is of', async () => {
  const id = await ask();
  const { notify, showOutcome, shown } = workerWith({});
  await notify(id);
  const [message] = await messagesOf(id);
  const outcome = await keepDenial(id, message?.linkId);
  await showOutcome(id);
  await record(handover.db, outcome, new Date());
  await showOutcome(id);
  expect(shown).toEqual(['recorded', 'denied']);
});

test('of two that edit at once, the one that comes last shows what is true', async () => {
  const id = await ask();
  const { notify, showOutcome, shown } = workerWith({});
  await notify(id);
  const denial = await keepDenial(id, (await messagesOf(id))[0]?.linkId);
  let arrive: (() => void) | null = null;
  const late = workerWith({
    show: async (_message, _telling, standing) => {
      if (standing === 'recorded') await new Promise<void>((resolve) => (arrive = resolve));
      shown.push(standing);
    },
  });
  const editing = late.showOutcome(id);
  const finish = await until('it edits', () => arrive);
  await record(handover.db, denial, new Date());
  await showOutcome(id);
  finish();
  await editing;
  expect(shown).toEqual(['denied', 'recorded', 'denied']);
});
