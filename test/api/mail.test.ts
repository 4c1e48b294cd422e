import { type Harness, startHarness } from '../support/harness';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { wordsOf } from '../support/html';
import { linkIn } from '../support/mailbox';
import { outcomeOf } from '../support/outcome';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const addressesOf = async () =>
  (await handover.mailbox.all()).flatMap(({ to = [] }) => to.map(({ address }) => address));

test('the approver gets one message that says who asks for what, why and until when', async () => {
  await handover.ask({ approver: 'what@company.com', agent: 'Contract agent' });
  const { from, subject, html = '', text = '' } = await handover.mailbox.to('what@company.com');
  expect(from).toMatchObject({ name: 'Handover', address: 'handover@localhost.localdomain' });
  expect(subject).toBe('Approve? Send contract to Acme Corp for $48,000/year');
  for (const part of [wordsOf(html), text]) {
    expect(part).toMatch(/Contract agent/);
    expect(part).toMatch(/Customer requested enterprise plan after 3 sales calls\./);
    expect(part).toMatch(/high/i);
    expect(part).toMatch(/by \d\d:\d\d UTC \(in 60 minutes\)/);
  }
});

test('each part has a button for every choice, with the approver’s own link', async () => {
  await handover.ask({ approver: 'buttons@company.com' });
  const mail = await handover.mailbox.to('buttons@company.com');
  const link = linkIn(mail);
  expect(link).toMatch(new RegExp(`^${handover.url}/d/[\\w-]{43}$`));
  for (const verdict of ['approve', 'deny', 'modify']) {
    expect(mail.html).toContain(`href="${link}?answer=${verdict}"`);
    expect(mail.text).toContain(`${link}?answer=${verdict}\n`);
    expect((await fetch(`${link}?answer=${verdict}`)).status).toBe(200);
  }
});

test.each(HOSTILE.filter(([, text]) => text.isWellFormed() && !text.includes('\0')))(
  '%s stays text in headers and body [h.f.context]',
  async (name, text) => {
    const hostile = text.slice(0, 2_000);
    const approver = `${name.replace(/\W/g, '-')}@company.com`;
    const over = {
      action: hostile.slice(0, 2_000),
      agent: hostile.slice(0, 100),
      context: hostile,
      metadata: { [hostile]: hostile },
    };
    await handover.ask({ ...over, approver });
    const mail = await handover.mailbox.to(approver);
    expect(mail.headers.map(({ key }) => key).sort()).toEqual(await ordinaryHeaders());
    expect(mail.to).toEqual([{ address: approver, name: '' }]);
    expect(mail.html).not.toMatch(/<script|<img|onerror="/i);
    expect(mail.html).toContain(`href="${linkIn(mail)}?answer=approve"`);
    for (const part of [mail.subject, mail.html, mail.text]) expect(hasUnseen(part ?? '')).toBe(false);
  },
);

test('after an escalation the backup is asked, with a link of their own', async () => {
  const over = { approver: 'first@company.com', backup_approver: 'second@company.com' };
  const id = await handover.ask({ ...over, escalate_after_minutes: 0.02, timeout_minutes: 30 });
  const [first, second] = [
    await handover.mailbox.to('first@company.com'),
    await handover.mailbox.to('second@company.com'),
  ];
  expect(linkIn(second)).not.toBe(linkIn(first));
  expect(wordsOf(second.html ?? '')).toContain("first@company.com didn't answer in time, so you're being asked now.");
  expect(second.messageId).not.toBe(first.messageId);
  expect(await handover.get(id)).toMatchObject({ status: 'escalated' });
});

test('each of several approvers gets a mail of their own, and reads how many have approved by then [h.who.page]', async () => {
  const approvers = ['quorum1@company.com', 'quorum2@company.com', 'quorum3@company.com'];
  const id = await handover.ask({ approver: undefined, approvers, need: 2 });
  const mails = await Promise.all(approvers.map((address) => handover.mailbox.to(address)));
  expect(new Set(mails.map(linkIn)).size).toBe(3);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
  for (const { text } of mails)
    expect(text).toContain('0 of 2 approvals so far. After your approval, one more is needed in this step.');
  await handover.answer(id, { action: 'approve', resolved_by: 'quorum1@company.com' });
  await handover.call('POST', `/decisions/${id}/remind`, {});
  const reminder = await until('a reminder', async () =>
    (await handover.mailbox.all()).find(
      ({ subject, to }) => subject?.startsWith('Reminder: ') && to?.[0]?.address === 'quorum2@company.com',
    ),
  );
  expect(reminder.text).toContain('1 of 2 approvals so far. Your approval completes the request.');
  expect(linkIn(reminder)).toBe(linkIn(mails[1] as (typeof mails)[number]));
});

test('the next step is mailed when it opens', async () => {
  const steps = [{ approvers: ['legal@company.com'] }, { name: 'Finance', approvers: ['finance@company.com'] }];
  const id = await handover.ask({ approver: undefined, steps });
  await handover.mailbox.to('legal@company.com');
  expect(await addressesOf()).not.toContain('finance@company.com');
  await handover.answer(id, { action: 'approve' });
  expect((await handover.mailbox.to('finance@company.com')).text).toContain('Step 2 of 2, Finance.');
});

test('the audit notes once who was notified', async () => {
  const id = await handover.ask({ approver: 'noted@company.com' });
  const where = { decisionId: id, type: 'approver.notified' };
  await until('it is noted', () => handover.db.auditEvent.count({ where }));
  const events = await handover.db.auditEvent.findMany({ where });
  const data = { assignment_id: 'a1', channel: 'email', recipient: 'noted@company.com' };
  expect(events).toMatchObject([{ data, actor: { type: 'system' } }]);
});

test('a decision that was answered before a worker came to it sends no mail', async () => {
  await handover.stopWorker();
  const id = await handover.ask({ approver: 'late@company.com' });
  const { status, body } = await handover.answer(id, { action: 'approve' });
  expect([status, body.status]).toEqual([200, 'approved']);
  await handover.startWorker();
  await until('its workflow is over', () => outcomeOf(handover.temporal, id));
  await handover.ask({ approver: 'after@company.com' });
  await handover.mailbox.to('after@company.com');
  expect(await addressesOf()).not.toContain('late@company.com');
});

let headers: Promise<readonly string[]> | null = null;
/** The names of the headers that a message of an ordinary decision has, sorted. */
function ordinaryHeaders(): Promise<readonly string[]> {
  headers ??= handover
    .ask({ approver: 'ordinary@company.com' })
    .then(() => handover.mailbox.to('ordinary@company.com'))
    .then((mail) => mail.headers.map(({ key }) => key).sort());
  return headers;
}
