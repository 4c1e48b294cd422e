import fc from 'fast-check';
import { emailOf } from '../../channels/email/email';
import { messageOf } from '../../channels/message';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { tagsOf } from '../support/html';
import { passedOn, sampleDecision } from '../support/sample-decision';
import { notificationOf } from '../support/sample-notification';

/** An e-mail with this text wherever there may be one. */
function mailWith(text: string) {
  const decision = sampleDecision({
    ...{ action: text, agent: text, context: text, metadata: { key: text, [text]: 1 } },
    ...{ name: text, approvers: [text, 'ben@company.com'], need: 2, backups: [`${text}.`] },
  });
  const given = passedOn(decision, `${text}..`, text);
  return emailOf(messageOf(notificationOf(given, { to: `${text}..`, occasion: 'remind-5', traceSteps: 2 })));
}

test.each(HOSTILE)('%s stays text', (_name, text) => {
  const { subject, html, text: plain } = mailWith(text);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toMatch(/<script>|<img|onerror="/i);
  for (const part of [subject, html, plain]) expect(hasUnseen(part)).toBe(false);
});

test('a line break in the action adds no header', () => {
  expect(mailWith('Refund\r\nBcc: everyone@company.com').subject).toBe(
    'Reminder: Approve? Refund Bcc: everyone@company.com',
  );
});

test('a very long action is cut in the subject alone', () => {
  const { subject, html } = mailWith('é'.repeat(2_000));
  expect(subject).toHaveLength(201);
  expect(subject).toMatch(/…$/);
  expect(html).toContain('é'.repeat(2_000));
});

test('no text in any field changes a single tag', () => {
  const plain = tagsOf(mailWith('x').html);
  const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((one) => !/[\n\r\u0085\u2028\u2029]/.test(one));
  fc.assert(
    fc.property(text, (one) => expect(tagsOf(mailWith(`x${one}x`).html)).toEqual(plain)),
    { numRuns: 50 },
  );
});

test('ten thousand marks on one letter do not climb over the message', () => {
  const { html, text } = mailWith(`Z${'\u0300'.repeat(10_000)}`);
  for (const part of [html, text]) expect(part).not.toMatch(/\p{M}{9}/u);
});
