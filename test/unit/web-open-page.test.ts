import type { Decision } from '../../domain/decision';
import type { TraceItem } from '../../domain/trace';
import type { Verdict } from '../../domain/verdict';
import { approverPage, type DelegationForm, type Form, NO_DELEGATION, readForm, startForm } from '../../web/approver';
import { tagWith, wordsOf } from '../support/html';
import { answered, minutesIn, passedOn, type Sample, sampleDecision, waited } from '../support/sample-decision';

const SARAH = 'sarah@company.com';
const BEN = 'ben@company.com';
const CAT = 'cat@company.com';

interface Shown {
  readonly recipient?: string;
  readonly minutes?: number;
  readonly answer?: Verdict;
  readonly form?: Form;
  readonly delegation?: DelegationForm;
  readonly trace?: readonly TraceItem[];
}

/** The page that a person sees so many minutes after the request. */
function pageOf(
  decision: Decision,
  { recipient = SARAH, minutes = 8, answer, form, delegation = NO_DELEGATION, trace = [] }: Shown = {},
): string {
  const then = waited(decision, minutes);
  const assignment = then.state.assignments.findLast(({ approver, askedAt }) => approver === recipient && askedAt);
  if (!assignment) throw new Error(`${recipient} isn't asked`);
  return approverPage({
    ...{ decision: then, assignment, trace, now: minutesIn(minutes), path: '/d/x', delegation, unused: null },
    form: form ?? startForm(decision, { answer }),
  });
}

test('the page says what is asked, by whom, until when and what happens then', () => {
  const words = wordsOf(pageOf(sampleDecision({ backups: [BEN] })));
  expect(words).toContain('Send contract to Acme Corp for $48,000/year');
  expect(words).toContain('Contract agent asks for your approval.');
  expect(words).toContain('52 minutes left until 14:30 UTC, Wednesday 25 March 2026');
  expect(words).toContain('If nobody answers by then, ben@company.com is asked as well.');
});

test('an agent without a name is just an AI agent', () => {
  expect(wordsOf(pageOf(sampleDecision({ agent: null })))).toContain('An AI agent asks for your approval.');
});

test('the bar is as long as the time left, and warns in its last third', () => {
  expect(tagWith(pageOf(sampleDecision()), 'progress')).toMatch(/class="left" value="52" max="60"/);
  expect(tagWith(pageOf(sampleDecision(), { minutes: 45 }), 'progress')).toMatch(/left-soon" value="15"/);
});

test('a decision that never ends says so and has no bar', () => {
  const page = pageOf(sampleDecision({ timeoutMs: null }));
  expect(wordsOf(page)).toContain('No deadline');
  expect(page).not.toContain('<progress');
});

test('the metadata is a table of dotted paths, the amount above it', () => {
  const metadata = { account: { name: 'Acme Corp', tags: ['a', 'b'] }, signed: false, note: null, empty: {} };
  const words = wordsOf(pageOf(sampleDecision({ amount: 48_000.5, metadata })));
  expect(words).toContain(
    'Amount 48,000.50 account.name Acme Corp account.tags.0 a account.tags.1 b signed false note null empty {}',
  );
});

test('the context is Markdown: it keeps its paragraphs and line breaks', () => {
  const page = pageOf(sampleDecision({ context: 'Two lines\r\n  and an indent\n\n\nA paragraph' }));
  expect(page).toContain('<p class="plain" dir="auto">Two lines\n  and an indent</p>\n');
  expect(page).toContain('<p class="plain" dir="auto">A paragraph</p>');
});

test('only the verdicts that are allowed are offered, and the one from the message is chosen', () => {
  const page = pageOf(sampleDecision({ options: ['approve', 'deny'] }), { answer: 'deny' });
  expect(page).not.toContain('value="modify"');
  expect(tagWith(page, 'value="deny"')).toContain('checked');
  expect(tagWith(page, 'value="approve"')).not.toContain('checked');
});

test('after an escalation the backup learns why, and the first approver that it is not too late', () => {
  const decision = sampleDecision({ backups: [BEN] });
  expect(wordsOf(pageOf(decision, { recipient: BEN, minutes: 90 }))).toContain(
    "sarah@company.com didn't answer in time, so you're being asked now.",
  );
  expect(wordsOf(pageOf(decision, { minutes: 90 }))).toContain(
    "You didn't answer in time, so ben@company.com was asked as well. You can still answer. 30 minutes left",
  );
});

test('once the last deadline has passed there is no form, even if no worker has noticed', () => {
  const page = pageOf(sampleDecision(), { minutes: 60 });
  expect(wordsOf(page)).toContain('Too late to answer');
  expect(page).not.toContain('<form');
});

test('a request to one person shows no progress', () => {
  expect(wordsOf(pageOf(sampleDecision()))).not.toContain('Progress');
});

describe('with a quorum', () => {
  const two = (over: Sample = {}) => sampleDecision({ approvers: [SARAH, BEN, CAT], need: 2, ...over });

  test('the page says how many have approved, who and when, and who still has to', () => {
    const words = wordsOf(pageOf(answered(two(), { by: BEN, minutes: 32 }), { minutes: 40 }));
    expect(words).toContain('1 of 2 approvals so far Approved by ben@company.com at 14:02 UTC');
    expect(words).toContain('Waiting for sarah@company.com (you), cat@company.com');
  });

  test("an approval says whether it is the last one that's needed", () => {
    const first = 'After your approval, one more is needed in this step.';
    const last = 'Your approval completes the request. The agent may proceed.';
    expect(wordsOf(pageOf(two()))).toContain(first);
    expect(wordsOf(pageOf(answered(two(), { by: BEN })))).toContain(last);
  });

  test('a denial says whether it ends the request', () => {
    const [stays, ends] = ['the others can still approve it', "The agent won't proceed."];
    expect(wordsOf(pageOf(two({ deny: 'majority' })))).toContain(stays);
    expect(wordsOf(pageOf(answered(two({ deny: 'majority' }), { by: BEN, verdict: 'deny' })))).toContain(ends);
    expect(wordsOf(pageOf(two()))).toContain(ends);
  });

  test('the people who have not answered are counted from the ninth on', () => {
    const approvers = Array.from({ length: 20 }, (_, index) => `person${index}@company.com`);
    const page = pageOf(sampleDecision({ approvers }), { recipient: 'person15@company.com' });
    expect(wordsOf(page)).toContain('Waiting for person15@company.com (you), person0@company.com');
    expect(wordsOf(page)).toContain('person6@company.com and 12 more');
  });
});

test('with steps, the page says which one is open, who approved before and what follows', () => {
  const steps = [
    { name: 'Legal', approvers: [BEN] },
    { name: 'Finance', approvers: [SARAH] },
    { name: 'Board', approvers: [CAT, 'dan@company.com'], need: 2 },
  ];
  const words = wordsOf(pageOf(answered(sampleDecision({ steps }), { minutes: 5 })));
  expect(words).toContain('Step 1 of 3, Legal Approved Approved by ben@company.com at 13:35 UTC');
  expect(words).toContain('Step 2 of 3, Finance Open, one approval is enough Waiting for sarah@company.com (you)');
  expect(words).toContain(
    'Step 3 of 3, Board Not started yet, needs 2 approvals To be asked: cat@company.com, dan@company.com',
  );
  expect(words).toContain('Your approval completes this step, and the next one opens.');
});

describe('passing a request on', () => {
  test('is offered in a form of its own, folded at first', () => {
    const page = pageOf(sampleDecision());
    expect(tagWith(page, '/d/x/delegate')).toContain('method="post"');
    expect(tagWith(page, 'class="fold delegate"')).not.toContain('open');
  });

  test('that was refused comes back unfolded, with what was typed and the reason', () => {
    const delegation = { to: BEN, note: 'You know them.', faults: [{ path: 'to', message: "can't be asked" }] };
    const page = pageOf(sampleDecision(), { delegation });
    expect(wordsOf(page)).toContain("The request wasn't passed on E-mail address can't be asked.");
    expect(tagWith(page, 'class="fold delegate"')).toContain('open');
    expect(tagWith(page, 'name="to"')).toContain(`value="${BEN}"`);
    expect(page).toContain('You know them.</textarea>');
  });

  test('tells the new person who did it, and their message', () => {
    const words = wordsOf(pageOf(passedOn(sampleDecision(), BEN, 'You know them.'), { recipient: BEN }));
    expect(words).toContain('sarah@company.com passed this request on to you. You know them.');
  });

  test('takes the same proof of identity as an answer', () => {
    const page = pageOf(sampleDecision({ minAssurance: 'slack' }));
    expect(wordsOf(page)).toContain(
      'This request needs stronger proof of identity than a link. Please answer in Slack.',
    );
    expect(page).not.toContain('<form');
  });
});

test.each([
  [{}, 'Required when you request changes, otherwise optional.'],
  [{ requireReasonOnDeny: true }, 'Required when you deny or request changes, otherwise optional.'],
  [{ options: ['approve', 'deny'] }, 'Optional.'],
] as const)('the hint of the note says when one is required %#', (over, hint) => {
  expect(wordsOf(pageOf(sampleDecision(over)))).toContain(`${hint} It's sent to the agent and kept on record.`);
});

describe('the form of a schedule', () => {
  const schedule = (allowImmediate: boolean): Decision =>
    sampleDecision({
      responseType: { type: 'schedule', label: 'When should it go out?', allow_immediate: allowImmediate },
    });

  test('asks the question of the agent, offers now, and counts in UTC without scripts', () => {
    const page = pageOf(schedule(true));
    expect(wordsOf(page)).toContain(
      'When should it go out? Now Later Day and time Time zone: UTC It is now 13:38 UTC.',
    );
    expect(tagWith(page, 'name="time_zone"')).toContain('value="UTC"');
  });

  test('does not offer now where the agent wants a time', () => {
    expect(pageOf(schedule(false))).not.toContain('value="now"');
  });

  test('says in words what was picked', () => {
    const form = { ...startForm(schedule(true), {}), executeAt: '2026-03-26T09:00', timeZone: 'Europe/Berlin' };
    expect(wordsOf(pageOf(schedule(true), { form }))).toContain(
      'Thursday 26 March 2026, 09:00 in Berlin. That is 08:00 UTC, in 18 hours.',
    );
  });
});

describe('an answer with a fault', () => {
  const schedule = sampleDecision({ responseType: { type: 'schedule', allow_immediate: true } });
  const invalid = (fields: Record<string, string>): string =>
    pageOf(schedule, { form: readForm(schedule, fields).form });

  test('comes back with everything that was typed', () => {
    const page = invalid({
      verdict: 'approve',
      when: 'later',
      execute_at: '2026-02-30T09:00',
      note: 'Not on a <Monday>',
    });
    expect(page).toContain('Not on a &lt;Monday></textarea>');
    expect(tagWith(page, 'value="approve"')).toContain('checked');
    expect(tagWith(page, 'name="execute_at"')).toContain('value="2026-02-30T09:00"');
  });

  test('says at the top and at the field what is wrong, and ties them together', () => {
    const page = invalid({ verdict: 'approve', when: 'later' });
    expect(page).toContain('<a href="#execute_at">Day and time is required: choose a day and a time.</a>');
    expect(tagWith(page, 'name="execute_at"')).toMatch(/aria-invalid="true" aria-describedby="execute_at-fault /);
    expect(page).toContain('id="execute_at-fault"');
  });

  test('of the contract is told in the words of the page, on the clocks of the approver', () => {
    const faults = [{ path: 'execute_at', message: 'must be in the future, 2026-03-20T01:30:00.000Z is not' }];
    const page = pageOf(schedule, { form: { ...startForm(schedule, {}), timeZone: 'Europe/Berlin', faults } });
    expect(wordsOf(page)).toContain(
      'Day and time must be in the future, 02:30 in Berlin on Friday 20 March 2026 is not.',
    );
  });
});

describe('a page is bounded by what comes out, not by what goes in', () => {
  const nested = (inner: string, depth: number) => JSON.parse(`${'['.repeat(depth)}${inner}${']'.repeat(depth)}`);

  test('however deeply the trace is nested', () => {
    const trace: TraceItem[] = [{ type: 'tool_result', content: nested('1,'.repeat(94_000).slice(0, -1), 60) }];
    expect(pageOf(sampleDecision(), { trace }).length).toBeLessThan(1_000_000);
  });

  test('however deeply the metadata is nested; nothing of it is left out', () => {
    const inner = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`k${index}`, 1]));
    const metadata = JSON.parse(`${`{"${'a'.repeat(450)}":`.repeat(8)}${JSON.stringify(inner)}${'}'.repeat(8)}`);
    const page = pageOf(sampleDecision({ metadata }));
    expect(page.length).toBeLessThan(300_000);
    expect(wordsOf(page)).toContain('"k1499":1');
  });

  test('whatever small JSON is indented', () => {
    const trace: TraceItem[] = [{ type: 'tool_call', content: { a: { b: [1] } } }];
    expect(pageOf(sampleDecision(), { trace })).toContain('{\n  &quot;a&quot;: {\n    &quot;b&quot;');
  });
});
