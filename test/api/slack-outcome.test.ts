import { eraseDecision } from '../../store/erase';
import { findNotifications } from '../../store/notifications';
import { workflowIdOf } from '../../workflows/names';
import { RECONCILE_OFTEN } from '../support/environment';
import { linkIn } from '../support/mailbox';
import { outcomeOf } from '../support/outcome';
import type { Message } from '../support/slack';
import { blocksOf } from '../support/slack/block-kit/message';
import { type SlackHarness, startSlackHarness } from '../support/slack-asked';
import { colleague } from '../support/slack-people';
import { buttonsOf, linksIn, saidIn, untilSays } from '../support/slack-said';
import { until } from '../support/until';
import { storageOf } from '../support/uploads';

/** A second or so, in minutes. */
const SOON = 0.03;

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness({ env: RECONCILE_OFTEN });
});
afterAll(() => handover?.stop());

const pageOf = (message: Message): string => linksIn(message).at(-1) ?? '';
const answerAt = (page: string, fields: Record<string, string>) =>
  fetch(page, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: handover.url } },
    body: new URLSearchParams(fields),
  });
const messagesOf = async (id: string) =>
  (await findNotifications(handover.db, id)).filter(({ reference }) => reference !== null);
const settled = (id: string) =>
  until('all messages show the end', async () => (await messagesOf(id)).every(({ settledAt }) => settledAt));
/** Which activities its workflow began. */
async function activitiesOf(id: string): Promise<readonly string[]> {
  await outcomeOf(handover.temporal, id);
  const { events } = await handover.temporal.workflow.getHandle(workflowIdOf(id)).fetchHistory();
  return (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
}

describe('the message shows how it ended, without buttons, whichever way the answer came', () => {
  const page = ['Open the page'];

  test('denied over the API', async () => {
    const { id, person, message } = await handover.askInSlack();
    await handover.answer(id, { action: 'deny', notes: 'too expensive' });
    await untilSays(message, `Denied by ${person.email}, `);
    expect(saidIn(message)).toMatch(/Denied by \S+, \d\d:\d\d UTC, [^:]+: too expensive\nThe agent won't proceed\./);
    expect([buttonsOf(message), message.edits]).toEqual([page, 1]);
    expect(saidIn(message)).toContain('Send contract to Acme Corp for $48,000/year');
  });

  test('approved on the page, with what was chosen', async () => {
    const response_type = { type: 'choose', label: 'Which environment?', choices: ['staging', 'production'] };
    const { message } = await handover.askInSlack({ response_type });
    expect(buttonsOf(message)).toEqual(['Choose', 'Deny', 'Modify', 'Open the page']);
    await answerAt(pageOf(message), { verdict: 'approve', chosen: 'production' });
    await untilSays(message, 'Which environment?  production\nThe agent may proceed.');
    expect(buttonsOf(message)).toEqual(page);
  });

  test('changes asked for', async () => {
    const { id, message } = await handover.askInSlack();
    await handover.answer(id, { action: 'modify', notes: 'For $40,000' });
    await untilSays(message, ': For $40,000\n');
    expect(buttonsOf(message)).toEqual(page);
  });

  test('cancelled by the agent', async () => {
    const { id, message } = await handover.askInSlack();
    await handover.call('POST', `/decisions/${id}/cancel`, { reason: 'Sold elsewhere' });
    await untilSays(message, ': Sold elsewhere\nThe request was taken back, so the agent');
    expect(buttonsOf(message)).toEqual(page);
  });

  test('scheduled, and then withdrawn', async () => {
    const { id, message } = await handover.askInSlack({ response_type: { type: 'schedule' } });
    await handover.answer(id, { action: 'approve', execute_at: new Date(Date.now() + 3_600_000).toISOString() });
    await untilSays(message, 'Scheduled for ');
    await handover.call('POST', `/decisions/${id}/cancel`, {});
    await untilSays(message, 'Withdrawn by ');
    await settled(id);
  });

  test('expired', async () => {
    const { message } = await handover.askInSlack({ timeout_minutes: SOON });
    await untilSays(message, "The request wasn't answered in time");
    expect(buttonsOf(message)).toEqual(page);
  });

  test('erased: nothing of it is left', async () => {
    const { id, message } = await handover.askInSlack();
    await handover.answer(id, { action: 'deny', notes: 'peppermint' });
    await untilSays(message, 'peppermint');
    const erasure = {
      cause: 'request',
      person: null,
      at: new Date(),
      storage: await storageOf(handover),
      replyOf: () => '',
    } as const;
    await eraseDecision(handover.db, id, erasure);
    await untilSays(message, 'This request and its answers were erased.');
    expect([blocksOf(message).length, buttonsOf(message), message.text]).toEqual([1, [], 'Erased']);
    await until('nothing is known of the message', async () => (await messagesOf(id)).length === 0);
  });
});

describe('an escalation', () => {
  test('shows in the first message, which keeps its buttons, asks the backup in Slack, and the end is in both', async () => {
    const ben = colleague(handover);
    const { id, message } = await handover.askInSlack({ backup_approver: ben.email, escalate_after_minutes: SOON });
    expect(saidIn(message)).toContain(`If nobody answers by then, ${ben.email} is asked as well.`);
    await untilSays(message, `${ben.email} has been asked as well. You can still answer.`);
    expect(buttonsOf(message)).toContain('Approve');
    const second = await handover.messageTo(ben, id);
    expect(saidIn(second)).toContain("didn't answer in time, so you're being asked now.");
    await handover.answer(id, { action: 'deny', notes: 'No.', resolved_by: ben.email });
    for (const one of [message, second]) await untilSays(one, `Denied by ${ben.email}`);
  });

  test('leaves the first approver their page', async () => {
    const ben = colleague(handover);
    const { id, message } = await handover.askInSlack({ backup_approver: ben.email, escalate_after_minutes: SOON });
    await untilSays(message, `${ben.email} has been asked as well.`);
    expect((await answerAt(pageOf(message), { verdict: 'approve' })).status).toBe(303);
    for (const one of [message, await handover.messageTo(ben, id)]) await untilSays(one, 'Approved by ');
  });

  test('to the approver themself gives their message the new deadline, and reminds them', async () => {
    const sarah = colleague(handover);
    const id = await handover.ask({
      ...{ channel: 'slack', approver: sarah.email, backup_approver: sarah.email },
      ...{ timeout_minutes: 60, escalate_after_minutes: SOON },
    });
    const message = await handover.messageTo(sarah, id);
    await untilSays(message, "If nobody answers by then, the agent won't proceed.");
    expect([(await handover.get(id)).status, buttonsOf(message)[0]]).toEqual(['escalated', 'Approve']);
    const reminder = await until('the reminder comes', () =>
      handover.slack.messages.find((one) => one.user === sarah && one !== message),
    );
    expect(saidIn(reminder)).toContain('This is a reminder');
    expect(saidIn(message)).not.toContain('asked as well');
  });

  test('to a backup whom Slack does not know goes by e-mail, and the first message shows the end of it', async () => {
    const { message } = await handover.askInSlack({
      backup_approver: 'ben@elsewhere.com',
      escalate_after_minutes: SOON,
    });
    const link = linkIn(await handover.mailbox.to('ben@elsewhere.com'));
    await untilSays(message, 'ben@elsewhere.com has been asked as well.');
    await answerAt(link, { verdict: 'deny', note: 'Not now' });
    await untilSays(message, 'Denied by ben@elsewhere.com');
  });
});

describe('however things fall together', () => {
  test('no message keeps its buttons, however closely the answer follows the question', async () => {
    const people = Array.from({ length: 12 }, () => colleague(handover));
    await Promise.all(
      people.map(async (person) => {
        const id = await handover.ask({ channel: 'slack', approver: person.email });
        await handover.answer(id, { action: 'deny', notes: 'no' });
        await activitiesOf(id);
      }),
    );
    const left = () =>
      handover.slack.messages.filter(({ user }) => people.includes(user)).flatMap((message) => buttonsOf(message));
    await until('no button is left', () => left().every((label) => label === 'Open the page'));
  });

  test('an edit that fails is made up for', async () => {
    const { id, message } = await handover.askInSlack();
    handover.slack.fail(
      'chat.update',
      { status: 503 },
      { error: 'ratelimited', retryAfter: 1 },
      { error: 'internal_error' },
    );
    await handover.answer(id, { action: 'approve' });
    await untilSays(message, 'Approved by ');
    await settled(id);
  });

  test('a Slack that hangs delays neither the answer nor the result for long, and shows it later', async () => {
    const { id, message } = await handover.askInSlack();
    handover.slack.fail('chat.update', { hang: true });
    const { status } = await handover.answer(id, { action: 'approve' });
    expect(status).toBe(200);
    expect(await outcomeOf(handover.temporal, id)).toMatchObject({
      status: 'approved',
    });
    await untilSays(message, 'Approved by ');
  });

  test('a message that is gone is left alone', async () => {
    const { id } = await handover.askInSlack();
    handover.slack.fail('chat.update', { error: 'message_not_found' });
    await handover.answer(id, { action: 'approve' });
    await settled(id);
    expect(await messagesOf(id)).toMatchObject([{ shown: 'gone' }]);
  });

  test('decisions of other channels have no message to edit', async () => {
    const byMail = await handover.ask({ approver: 'mail@company.com' });
    await handover.mailbox.to('mail@company.com');
    const byHook = await handover.ask({ channel: 'webhook', callback_url: `${handover.receiver.url}/hook` });
    const { id: bySlack } = await handover.askInSlack();
    for (const id of [byMail, byHook, bySlack]) await handover.answer(id, { action: 'approve' });
    expect(await activitiesOf(byMail)).not.toContain('updateMessages');
    expect(await activitiesOf(byHook)).not.toContain('updateMessages');
    expect(await activitiesOf(bySlack)).toContain('updateMessages');
  });
});

describe('once the app is not installed there any more', () => {
  test('the decision ends as ever, and its message is let be', async () => {
    const { id, message } = await handover.askInSlack();
    handover.slack.revoke(handover.team, 'account_inactive');
    await handover.answer(id, { action: 'approve' });
    await settled(id);
    expect(await messagesOf(id)).toMatchObject([{ shown: 'gone' }]);
    expect([message.edits, (await handover.get(id)).status]).toEqual([0, 'approved']);
  });
});
