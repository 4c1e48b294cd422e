import type { Verdict } from '../../contract/decision';
import type { Decision } from '../../contract/model';
import type { TraceItem } from '../../domain/trace';
import { type Form, openPage, readForm, startForm } from '../../web/approver';
import { tagWith, wordsOf } from '../support/html';
import { minutesIn, sampleDecision } from '../support/sample-decision';

const SARAH = 'sarah@company.com';
const BEN = 'ben@company.com';

interface Shown {
  readonly recipient?: string;
  readonly now?: Date;
  readonly answer?: Verdict;
  readonly form?: Form;
  readonly trace?: readonly TraceItem[];
}

function pageOf(
  decision: Decision,
  { recipient = SARAH, now = minutesIn(8), answer, form, trace = [] }: Shown = {},
): string {
  return openPage({ decision, trace, recipient, now, form: form ?? startForm(decision, { answer }), path: '/d/x' });
}

test('the page says what is asked, by whom, until when and what happens then', () => {
  const words = wordsOf(pageOf(sampleDecision({ backupApprover: BEN })));
  expect(words).toContain('Send contract to Acme Corp for $48,000/year');
  expect(words).toContain('Contract agent asks for your approval.');
  expect(words).toContain('52 minutes left until 14:30 UTC, Wednesday 25 March 2026');
  expect(words).toContain('After that, ben@company.com is asked instead.');
});

test('an agent without a name is just an agent', () => {
  expect(wordsOf(pageOf(sampleDecision({ agent: null })))).toContain('An agent asks for your approval.');
});

test('the bar is as long as the time left, and warns in its last third', () => {
  expect(tagWith(pageOf(sampleDecision()), 'progress')).toMatch(/class="left" value="52" max="60"/);
  expect(tagWith(pageOf(sampleDecision(), { now: minutesIn(45) }), 'progress')).toMatch(/left-soon" value="15"/);
});

test('a decision that never ends says so and has no bar', () => {
  const page = pageOf(sampleDecision({ timeoutMinutes: null }));
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
  const escalated = sampleDecision({ backupApprover: BEN, status: 'escalated' });
  const now = minutesIn(90);
  expect(wordsOf(pageOf(escalated, { recipient: BEN, now }))).toContain(
    'sarah@company.com did not answer in time, so you are asked now.',
  );
  expect(wordsOf(pageOf(escalated, { now }))).toContain(
    'so ben@company.com is asked too. Whoever answers first decides. 30 minutes left',
  );
});

test('once the last deadline has passed there is no form, even while nobody has recorded the end', () => {
  const page = pageOf(sampleDecision(), { now: minutesIn(60) });
  expect(wordsOf(page)).toContain('Too late to answer');
  expect(page).not.toContain('<form');
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
