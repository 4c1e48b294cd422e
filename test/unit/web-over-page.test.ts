import type { Decision } from '../../domain/decision';
import { failurePage, overPage, recordedPage, unknownLinkPage } from '../../web/approver';
import { wordsOf } from '../support/html';
import { minutesIn, sampleDecision } from '../support/sample-decision';

const SARAH = 'sarah@company.com';
const FINANCE = 'finance@company.com';
const APPROVED = { status: 'approved', resolvedBy: SARAH, resolvedVia: 'page', resolvedAt: minutesIn(11) } as const;

function seenBy(
  recipient: string,
  decision: Partial<Decision>,
  own: Parameters<typeof overPage>[0]['own'] = null,
): string {
  return wordsOf(overPage({ decision: sampleDecision(decision), recipient, own, path: '/d/x' }));
}

test('whoever approved sees a receipt: who, when, how, and their note', () => {
  const words = seenBy(SARAH, { ...APPROVED, responseNotes: 'Copy me on the mail.' });
  expect(words).toContain('You approved this');
  expect(words).toContain('Answered by sarah@company.com through the link sent to this address');
  expect(words).toContain(
    'When 13:41 UTC, Wednesday 25 March 2026 11 minutes after being asked Note Copy me on the mail.',
  );
});

test('addresses are the same in capitals', () => {
  expect(seenBy('Sarah@Company.com', APPROVED)).toContain('You approved this');
});

test('whoever came too late learns who answered, and that their own answer had no effect', () => {
  const words = seenBy(FINANCE, { ...APPROVED, status: 'denied' }, { verdict: 'approve', at: minutesIn(12) });
  expect(words).toContain('Already denied');
  expect(words).toContain('sarah@company.com answered before you, so your answer was not used.');
  expect(words).toContain('Your answer Approve, 13:42 UTC kept on record, without effect');
});

test('the answer that stands is not called late', () => {
  const words = seenBy(SARAH, APPROVED, { verdict: 'approve', at: minutesIn(11) });
  expect(words).not.toContain('without effect');
});

test('a second answer of the same person is told apart from the one that stands', () => {
  const words = seenBy(SARAH, APPROVED, { verdict: 'deny', at: minutesIn(20) });
  expect(words).toContain('You had answered before, and an answer is final.');
  expect(words).toContain('Your later answer Deny, 13:50 UTC');
});

test('a scheduled one names the time for the action', () => {
  const words = seenBy(SARAH, { ...APPROVED, status: 'scheduled', executeAt: new Date('2026-04-18T07:00:00Z') });
  expect(words).toContain('You approved this for a time');
  expect(words).toContain('Time for the action 07:00 UTC, Saturday 18 April 2026');
});

test('a modified one tells that the agent gets the note', () => {
  expect(seenBy(SARAH, { ...APPROVED, status: 'modified' })).toContain('You asked for changes');
});

test('an expired one tells who was asked and for how long', () => {
  const words = seenBy(SARAH, { status: 'expired', backupApprover: FINANCE });
  expect(words).toContain('Too late to answer');
  expect(words).toContain('Ended 15:30 UTC, Wednesday 25 March 2026 after 2 hours');
  expect(words).toContain('Who was asked sarah@company.com then finance@company.com');
});

test('an answer after the deadline is told so, before the end is recorded', () => {
  const words = seenBy(SARAH, { status: 'pending' }, { verdict: 'approve', at: minutesIn(61) });
  expect(words).toContain('Your answer came after the end, so it was not used.');
});

test('a cancelled one is withdrawn, not denied', () => {
  const words = seenBy(SARAH, {
    ...APPROVED,
    status: 'denied',
    cancelled: true,
    resolvedBy: 'deploy',
    resolvedVia: 'cancel',
    responseNotes: 'The build failed.',
  });
  expect(words).toContain('Withdrawn, nothing to do');
  expect(words).toContain('Withdrawn by deploy');
  expect(words).toContain('Reason The build failed.');
  expect(words).not.toContain('enied');
});

test('a recorded answer is shown back, with the time that counts', () => {
  const answer = { verdict: 'approve', notes: 'Go', data: null, executeAt: null, at: minutesIn(11) } as const;
  const words = wordsOf(recordedPage({ decision: sampleDecision(), recipient: SARAH, answer }));
  expect(words).toContain('Your answer is recorded');
  expect(words).toContain('counts from 13:41 UTC. The agent has not been told yet.');
  expect(words).toContain('Your answer Approve Note Go Recorded 13:41 UTC');
});

test('the page of an unknown link is always the same and names nobody', () => {
  expect(unknownLinkPage()).toBe(unknownLinkPage());
  expect(wordsOf(unknownLinkPage())).not.toContain('Asked of');
});

test('a failure says what happened, what to do, and the request to ask about', () => {
  const page = failurePage({
    title: 'Too many requests',
    text: 'Wait a minute.\n\nThen try again.',
    requestId: 'req-1',
  });
  expect(wordsOf(page)).toContain('Too many requests Wait a minute. Then try again. Request req-1');
});
