import type { Decision } from '../../domain/decision';
import type { Verdict } from '../../domain/verdict';
import { approverPage, failurePage, NO_DELEGATION, retryPage, startForm, unknownLinkPage } from '../../web/approver';
import { tagWith, wordsOf } from '../support/html';
import { answered, cancelled, minutesIn, passedOn, sampleDecision, waited } from '../support/sample-decision';

const SARAH = 'sarah@company.com';
const BEN = 'ben@company.com';
const CAT = 'cat@company.com';

/** What a person sees of the decision; `sent`: right after an answer that came too late. */
function seenBy(recipient: string, decision: Decision, sent?: { verdict: Verdict; minutes: number }): string {
  const assignment = decision.state.assignments.find(({ approver }) => approver === recipient);
  if (!assignment) throw new Error(`${recipient} isn't an approver`);
  const page = approverPage({
    ...{ decision, assignment, trace: [], now: minutesIn(60), path: '/d/x', delegation: NO_DELEGATION },
    form: startForm(decision, {}),
    unused: sent ? { verdict: sent.verdict, at: minutesIn(sent.minutes) } : null,
  });
  expect(page).not.toContain('<form');
  return wordsOf(page);
}

const two = () => sampleDecision({ approvers: [SARAH, BEN], need: 2 });
const either = () => sampleDecision({ approvers: [SARAH, BEN] });
const bySteps = () => sampleDecision({ steps: [{ name: 'Legal', approvers: [SARAH, CAT] }, { approvers: [BEN] }] });

describe('over', () => {
  test('the person who approved sees a receipt: who, when, how, and their note', () => {
    const words = seenBy(SARAH, answered(sampleDecision(), { minutes: 11, notes: 'Copy me on the mail.' }));
    expect(words).toContain('You approved this');
    expect(words).toContain('Approved by sarah@company.com through the link sent to this address');
    expect(words).toContain(
      'When 13:41 UTC, Wednesday 25 March 2026 11 minutes after the request Note Copy me on the mail.',
    );
    expect(words).not.toContain("wasn't used");
  });

  test('everyone whose approval it took is named, with their times', () => {
    const decision = answered(answered(two(), { by: SARAH, minutes: 2 }), { by: BEN, minutes: 9 });
    const words = seenBy(SARAH, decision);
    expect(words).toContain('You approved this');
    expect(words).toContain('Approved by sarah@company.com, ben@company.com');
    expect(words).toContain('Approved by sarah@company.com (you) at 13:32 UTC');
    expect(words).toContain('Approved by ben@company.com at 13:39 UTC');
  });

  test('someone who comes too late learns who answered, and that their own answer was not used', () => {
    const decision = answered(either(), { by: SARAH, verdict: 'deny' });
    const words = seenBy(BEN, decision, { verdict: 'approve', minutes: 12 });
    expect(words).toContain(
      "Your answer wasn't used You chose Approve at 13:42 UTC. sarah@company.com had already answered.",
    );
    expect(words).toContain('Already denied');
  });

  test('a second answer of the same person is told apart from the one that counts', () => {
    const words = seenBy(SARAH, answered(sampleDecision()), { verdict: 'deny', minutes: 20 });
    expect(words).toContain('You chose Deny at 13:50 UTC. You had already answered, and an answer is final.');
    expect(words).toContain('You approved this');
  });

  test('someone whose approval was overruled still sees it', () => {
    const decision = answered(answered(two(), { by: SARAH, minutes: 3 }), { by: BEN, verdict: 'deny' });
    const words = seenBy(SARAH, decision);
    expect(words).toContain('Denied by ben@company.com');
    expect(words).toContain('Your answer Approve, 13:33 UTC');
    expect(words).not.toContain('Already denied');
  });

  test('a scheduled one names the time', () => {
    const executeAt = new Date('2026-04-18T07:00:00Z');
    const decision = sampleDecision({ responseType: { type: 'schedule', allow_immediate: true } });
    const words = seenBy(SARAH, answered(decision, { executeAt }));
    expect(words).toContain('You approved this and scheduled it for 07:00 UTC, Saturday 18 April 2026');
    expect(words).toContain('Scheduled for 07:00 UTC, Saturday 18 April 2026');
  });

  test('a modified one says who requested changes', () => {
    const words = seenBy(SARAH, answered(sampleDecision(), { verdict: 'modify', notes: 'At most 40 %.' }));
    expect(words).toContain('You requested changes');
    expect(words).toContain('Changes requested by sarah@company.com');
  });

  test('an expired one says who was asked and for how long, before any worker has noticed', () => {
    const words = seenBy(SARAH, waited(sampleDecision({ backups: [CAT] }), 130));
    expect(words).toContain('Too late to answer');
    expect(words).toContain('Ended 15:30 UTC, Wednesday 25 March 2026 after 2 hours');
    expect(words).toContain('Who was asked sarah@company.com then cat@company.com');
  });

  test('an answer after the deadline is told so', () => {
    const words = seenBy(SARAH, waited(sampleDecision(), 61), { verdict: 'approve', minutes: 61 });
    expect(words).toContain('You chose Approve at 14:31 UTC. The deadline had passed.');
  });

  test('one that silence decided does not name a person', () => {
    const words = seenBy(SARAH, waited(sampleDecision({ onTimeout: 'deny' }), 61));
    expect(words).toContain('Denied Send contract');
    expect(words).toContain('Nobody answered in time, so this was decided automatically.');
    expect(words).not.toContain('Denied by');
  });

  test('a cancelled one is withdrawn, not denied', () => {
    const words = seenBy(SARAH, cancelled(sampleDecision(), 'The build failed.', 'deploy'));
    expect(words).toContain('Withdrawn, nothing to do');
    expect(words).toContain('Withdrawn by deploy');
    expect(words).toContain('Reason The build failed.');
    expect(words).not.toContain('enied');
  });
});

test('an answer that someone else gave in their place over the API is not called theirs', () => {
  const inPlace = { by: 'ops@company.com', via: 'api' };
  const over = seenBy(SARAH, answered(sampleDecision(), inPlace), { verdict: 'deny', minutes: 9 });
  expect(over).toContain('ops@company.com had already answered.');
  expect(over).toContain('Already approved Send contract');
  expect(over).toContain('Approved by ops@company.com through the API');
  const waiting = seenBy(SARAH, answered(two(), inPlace));
  expect(waiting).toContain('Answered in your place');
  expect(waiting).toContain('Approve, by ops@company.com');
});

test('an answer that a key gave in their name over the API is not called theirs either', () => {
  const claimed = { by: SARAH, via: 'api' };
  const over = seenBy(SARAH, answered(sampleDecision(), claimed), { verdict: 'deny', minutes: 9 });
  expect(over).toContain('An answer in your name had already been given over the API.');
  expect(over).toContain(`Approved by ${SARAH} through the API`);
  expect(over).not.toContain('You approved this');
});

describe('answered, while others still have to', () => {
  test('the page shows the answer, and how many approvals are missing', () => {
    const words = seenBy(SARAH, answered(two(), { by: SARAH, minutes: 3, notes: 'Fine.' }));
    expect(words).toContain('You approved this Send contract');
    expect(words).toContain('Waiting for 1 more approval.');
    expect(words).toContain('You answered 13:33 UTC, Wednesday 25 March 2026 Your note Fine.');
    expect(words).toContain('Waiting for ben@company.com');
  });

  test('a second answer is told not to be used', () => {
    const words = seenBy(SARAH, answered(two(), { by: SARAH }), { verdict: 'deny', minutes: 9 });
    expect(words).toContain("Your answer wasn't used You chose Deny at 13:39 UTC. You had already answered");
    expect(words).toContain('You approved this');
  });

  test('a denial that a majority can still overrule is shown as one', () => {
    const decision = sampleDecision({ approvers: [SARAH, BEN, CAT], need: 2, deny: 'majority' });
    const words = seenBy(SARAH, answered(decision, { by: SARAH, verdict: 'deny' }));
    expect(words).toContain('You denied this');
    expect(words).toContain('Waiting for 2 more approvals.');
  });

  test('once their step is complete, the page says which one is open', () => {
    const words = seenBy(SARAH, answered(bySteps(), { by: SARAH }));
    expect(words).toContain('Your step is complete. Waiting for 1 more approval in step 2 of 2.');
  });
});

test('someone whose step others have completed is no longer needed', () => {
  const decision = answered(bySteps(), { by: SARAH });
  expect(seenBy(CAT, decision)).toContain('Your answer is no longer needed');
  expect(seenBy(CAT, decision, { verdict: 'approve', minutes: 9 })).toContain('By then, it was no longer needed.');
});

test('a request that was passed on says to whom, and stays so whatever becomes of it', () => {
  const decision = passedOn(sampleDecision(), BEN);
  const over = answered(decision, { by: BEN, minutes: 9, notes: 'Secret.' });
  for (const one of [decision, over]) {
    const words = seenBy(SARAH, one);
    expect(words).toContain('This request was passed on to ben@company.com');
    expect(words).not.toContain('Secret.');
  }
  expect(seenBy(SARAH, over, { verdict: 'deny', minutes: 10 })).toContain('By then, the request had been passed on.');
});

test('after an erasure the page names nobody who asks', () => {
  const decision = { ...answered(sampleDecision()), action: '[erased]', agent: null, erasedAt: minutesIn(60) };
  expect(seenBy(SARAH, decision)).toContain('The texts of this request were erased on Wednesday 25 March 2026.');
});

test('the page of an unknown link is always the same and names nobody', () => {
  expect(unknownLinkPage()).toBe(unknownLinkPage());
  expect(wordsOf(unknownLinkPage())).not.toContain('Request for');
});

test('an answer that could not be stored comes back with everything that was typed, ready to be sent again', () => {
  const fields = { verdict: 'modify', content_hash: 'abc', note: 'At most <40> %.', 'fields[subject]': 'Hello' };
  const page = retryPage({ action: '/d/x', fields, requestId: 'req-1' });
  expect(tagWith(page, '<form')).toContain('action="/d/x"');
  expect(tagWith(page, 'value="modify"')).toContain('type="hidden" name="verdict"');
  expect(tagWith(page, 'value="abc"')).toContain('name="content_hash"');
  expect(wordsOf(page)).toContain('Note At most <40> %. subject Hello Try again');
});

test('a failure says what happened, what to do, and the request to ask about', () => {
  const page = failurePage({
    title: 'Too many requests',
    text: 'Wait a minute.\n\nThen try again.',
    requestId: 'req-1',
  });
  expect(wordsOf(page)).toContain('Too many requests Wait a minute. Then try again. Request req-1');
});
