import { emailOf } from '../../channels/email/email';
import type { Mail } from '../../channels/email/mailer';
import { createEmail } from '../../channels/email/send';
import { messageOf } from '../../channels/message';
import type { Decision } from '../../domain/decision';
import { tagWith, wordsOf } from '../support/html';
import { answered, minutesIn, passedOn, sampleDecision, waited } from '../support/sample-decision';
import { LINK, notificationOf } from '../support/sample-notification';

const SARAH = 'sarah@company.com';
const BEN = 'ben@company.com';
const CLEO = 'cleo@company.com';

type How = Parameters<typeof notificationOf>[1];
const sent = (decision: Decision, how: How = {}) => messageOf(notificationOf(decision, how));
const mail = (decision: Decision, how: How = {}) => emailOf(sent(decision, how));
/** Both forms, as they are read. */
const formsOf = (decision: Decision, how: How = {}) => {
  const { html, text } = mail(decision, how);
  return [wordsOf(html), text.replaceAll('\n', ' ')];
};

test('the approver is told what, who, how urgent, until when, and what happens then', () => {
  expect(mail(sampleDecision()).subject).toBe('Approve? Send contract to Acme Corp for $48,000/year');
  for (const words of formsOf(sampleDecision({ backups: [BEN] }))) {
    expect(words).toMatch(/high urgency/i);
    expect(words).toContain('Contract agent asks for your approval.');
    expect(words).toContain('Please answer by 14:30 UTC (in 60 minutes)');
    expect(words).toContain('Wednesday 25 March 2026');
    expect(words).toContain('If nobody answers by then, ben@company.com is asked as well.');
    expect(words).toContain('Customer requested enterprise plan after 3 sales calls.');
    expect(words).not.toMatch(/approvals so far|reminder/i);
  }
});

test.each(['approve', 'deny', 'modify'] as const)('%s has a button that only preselects', (verdict) => {
  const { html, text } = mail(sampleDecision());
  expect(tagWith(html, `href="${LINK}?answer=${verdict}"`)).toContain('<a ');
  expect(text).toContain(`${LINK}?answer=${verdict}\n`);
});

test('only what may be answered has a button', () => {
  expect(mail(sampleDecision({ options: ['approve', 'deny'] })).html).not.toContain('answer=modify');
});

test('for a time to pick, the message asks for one', () => {
  const schedule = sampleDecision({ responseType: { type: 'schedule', allow_immediate: true }, agent: null });
  expect(sent(schedule).choices[0]).toEqual({
    verdict: 'approve',
    label: 'Approve / pick a time',
    url: `${LINK}?answer=approve`,
    needs: 'input',
  });
  expect(mail(schedule)).toMatchObject({ subject: expect.stringMatching(/^Pick a time: /) });
  expect(mail(schedule).text).toContain('An AI agent asks for your approval and a time.');
});

test('a critical one says so in its subject', () => {
  expect(mail(sampleDecision({ urgency: 'critical' })).subject).toMatch(/^Critical: Send contract/);
});

test('the backup is told that the first approver did not answer, and their own deadline', () => {
  const decision = waited(sampleDecision({ backups: [BEN] }), 60);
  for (const words of formsOf(decision, { to: BEN, now: minutesIn(60) })) {
    expect(words).toContain("sarah@company.com didn't answer in time, so you're being asked now.");
    expect(words).toContain('Please answer by 15:30 UTC (in 60 minutes)');
    expect(words).toContain("If nobody answers by then, the agent won't proceed.");
  }
});

test('one of several approvers reads how many have approved, and what their own approval does', () => {
  const decision = sampleDecision({ approvers: [SARAH, BEN, CLEO], need: 2 });
  for (const words of formsOf(decision))
    expect(words).toContain('0 of 2 approvals so far. After your approval, one more is needed in this step.');
  for (const words of formsOf(answered(decision), { to: BEN }))
    expect(words).toContain('1 of 2 approvals so far. Your approval completes the request. The agent may proceed.');
});

test('an approver of a later step reads which one it is', () => {
  const steps = [{ name: 'Legal' }, { name: 'Finance', approvers: [BEN] }, { approvers: [CLEO] }];
  for (const words of formsOf(answered(sampleDecision({ steps })), { to: BEN }))
    expect(words).toContain('Step 2 of 3, Finance. Your approval completes this step, and the next one opens.');
});

test('a person whom the request was passed on to reads from whom, and the note with its lines', () => {
  const decision = passedOn(sampleDecision(), BEN, 'You know Acme.\n<b>I do not.</b>');
  for (const words of formsOf(decision, { to: BEN })) {
    expect(words).toContain('sarah@company.com passed this request on to you.');
    expect(words).toMatch(/Note:? You know Acme\. <b>I do not\.<\/b>/);
  }
});

test('a reminder says so in its subject and at its top', () => {
  const reminder = { occasion: 'remind-5', now: minutesIn(30) };
  expect(mail(sampleDecision(), reminder).subject).toBe(
    'Reminder: Approve? Send contract to Acme Corp for $48,000/year',
  );
  for (const words of formsOf(sampleDecision(), reminder))
    expect(words).toContain("This is a reminder: you haven't answered yet.");
});

test('a message has an id of its own for each person and occasion, and the same one on a retry', async () => {
  const mails: Mail[] = [];
  const { send } = createEmail(async (one) => void mails.push(one));
  const decision = sampleDecision({ approvers: [SARAH, BEN] });
  for (const how of [{}, {}, { to: BEN }, { occasion: 'remind-5' }]) await send(notificationOf(decision, how));
  const ids = mails.map(({ id }) => id.replace(decision.id, ''));
  expect(ids).toEqual(['.a1', '.a1', '.a2', '.a1.remind-5']);
  expect(mails.map(({ to }) => to)).toEqual([SARAH, SARAH, BEN, SARAH]);
});

test('a link that is not enough to answer says where it is possible', () => {
  for (const words of formsOf(sampleDecision({ minAssurance: 'slack' })))
    expect(words).toContain('stronger proof of identity than an e-mail link: answer in Slack.');
});

test('a trace is not in the mail: both forms say that it is on the page', () => {
  for (const words of formsOf(sampleDecision(), { traceSteps: 6 }))
    expect(words).toContain('The page shows what the agent saw and did, in 6 steps.');
  expect(mail(sampleDecision()).text).not.toContain('saw and did');
});

test('images and files are named, and nothing of them is loaded into the mail', () => {
  const file = { id: '1', name: 'report.pdf', type: 'application/pdf', size: 1, sha256: '' };
  const contextImages = ['https://x.test/a.png', 'https://x.test/b.png'];
  const { html, text } = mail(sampleDecision({ contextImages, attachments: [file] }));
  for (const words of [wordsOf(html), text]) expect(words).toMatch(/On the page\s+2 images, report\.pdf/);
  expect(html).not.toMatch(/<img|x\.test/);
});

test('a decision without an end names no deadline', () => {
  expect(mail(sampleDecision({ timeoutMs: null })).text).toContain("Please answer when you can: there's no deadline.");
});

test('details are in both, by their dotted paths', () => {
  const { html, text } = mail(sampleDecision({ amount: 48_000, metadata: { account: { name: 'Acme Corp' } } }));
  expect(text).toContain('Amount         48,000.00\naccount.name   Acme Corp\n');
  expect(wordsOf(html)).toContain('Amount 48,000.00 account.name Acme Corp');
});

test('a long context is cut where everyone sees it, with the link to the rest', () => {
  const { html, text } = mail(sampleDecision({ context: 'x'.repeat(50_000) }));
  expect(text).toContain('[Cut here. 40,000 more characters are on the page.]');
  expect(wordsOf(html)).toContain('Cut here. 40,000 more characters are on the page. Open the page');
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
});

test.each([
  ['short lines with blank lines between', 'nine char\n\n'.repeat(1_000)],
  ['characters that HTML writes as five', '&'.repeat(10_000)],
  ['quotes', '"'.repeat(10_000)],
  ['line breaks', 'a\n'.repeat(5_000)],
  ['Japanese', '承認'.repeat(5_000)],
  ['emoji', '👍🏽'.repeat(2_500)],
])(
  'an e-mail about %s stays small enough for Gmail, which clips at 102 KB, and says what is on the page',
  (_what, text) => {
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, text.slice(0, 600)]));
    const decision = sampleDecision({
      action: text.slice(0, 2_000),
      agent: text.slice(0, 100),
      context: text,
      metadata,
    });
    const { html, text: plain } = mail(decision);
    for (const part of [html, plain])
      expect(Buffer.byteLength(Buffer.from(part).toString('base64'))).toBeLessThan(102_000);
    expect(wordsOf(html)).toContain('more are on the page');
    for (const verdict of decision.options) expect(html).toContain(`?answer=${verdict}`);
  },
);

test('many or long details are cut, and say so', () => {
  const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, 'v'.repeat(600)]));
  const { text } = mail(sampleDecision({ metadata }));
  expect(text).toContain('[10 more are on the page.]');
  expect(text).toContain('… (the rest is on the page)');
});

test('the HTML loads nothing and runs nothing', () => {
  expect(mail(sampleDecision()).html).not.toMatch(/<img|<link|<script|src=|@import|url\(/);
});
