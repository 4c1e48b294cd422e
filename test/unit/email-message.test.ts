import { emailOf } from '../../channels/email/email';
import { messageOf } from '../../channels/message';
import type { Decision } from '../../contract/model';
import { tagWith, wordsOf } from '../support/html';
import { minutesIn, sampleDecision } from '../support/sample-decision';

const LINK = 'https://handover.company.com/d/TOKEN';
const BEN = 'ben@company.com';

function sent(decision: Decision, { height = 0, recipient = 'sarah@company.com', now = minutesIn(0), steps = 0 } = {}) {
  return messageOf({ decision, steps, height, recipient, link: LINK, now });
}
const mail = (...args: Parameters<typeof sent>) => emailOf(sent(...args));

test('the approver is told what, who, how urgent, until when, and what happens then', () => {
  const { subject, html, text } = mail(sampleDecision({ backupApprover: BEN }));
  expect(subject).toBe('Approve? Send contract to Acme Corp for $48,000/year');
  for (const words of [wordsOf(html), text]) {
    expect(words).toMatch(/high urgency/i);
    expect(words).toContain('Contract agent asks for your approval.');
    expect(words).toContain('Answer until 14:30 UTC, in 60 minutes');
    expect(words).toContain('Wednesday 25 March 2026');
    expect(words).toContain('After that, ben@company.com is asked instead.');
    expect(words).toContain('Customer requested enterprise plan after 3 sales calls.');
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
  expect(mail(schedule).text).toContain('An agent asks for your approval and a time.');
});

test('a critical one says so in its subject', () => {
  expect(mail(sampleDecision({ urgency: 'critical' })).subject).toMatch(/^Critical: Send contract/);
});

test('the backup is told that the first approver did not answer, and their own deadline', () => {
  const { text } = mail(sampleDecision({ backupApprover: BEN }), { height: 1, recipient: BEN, now: minutesIn(60) });
  expect(text).toContain('sarah@company.com did not answer in time, so you are asked now.');
  expect(text).toContain('Answer until 15:30 UTC, in 60 minutes');
  expect(text).toContain('After that, it is too late: the agent stops.');
});

test('a trace is not in the mail: both forms say that it is on the page', () => {
  const { html, text } = mail(sampleDecision(), { steps: 6 });
  for (const words of [wordsOf(html), text])
    expect(words).toContain('What the agent saw and did is on the page, in 6 steps.');
  expect(mail(sampleDecision()).text).not.toContain('saw and did');
});

test('images and files are named, and nothing of them is loaded into the mail', () => {
  const file = { id: '1', name: 'report.pdf', url: 'https://x.test/1', type: 'application/pdf', size: 1, sha256: '' };
  const contextImages = ['https://x.test/a.png', 'https://x.test/b.png'];
  const { html, text } = mail(sampleDecision({ contextImages, attachments: [file] }));
  for (const words of [wordsOf(html), text]) expect(words).toMatch(/On the page\s+2 images, report\.pdf/);
  expect(html).not.toMatch(/<img|x\.test/);
});

test('a decision without an end names no deadline', () => {
  expect(mail(sampleDecision({ timeoutMinutes: null })).text).toContain('Answer when you can, there is no deadline.');
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
