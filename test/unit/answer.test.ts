import { type AnswerGiven, checkAnswer } from '../../domain/check-answer';
import type { Decision } from '../../domain/decision';
import { fastest } from '../support/fastest';
import { minutesIn, sampleDecision } from '../support/sample-decision';

const NOW = minutesIn(10);
const LATER = minutesIn(600);
const SCHEDULE = { responseType: { type: 'schedule', allow_immediate: true } } as const;
const TIME_NEEDED = { responseType: { type: 'schedule', allow_immediate: false } } as const;

const checked = (over: Partial<AnswerGiven>, decision: Partial<Decision>) =>
  checkAnswer(sampleDecision(decision), { verdict: 'approve', notes: null, data: null, executeAt: null, ...over }, NOW);

function check(over: Partial<AnswerGiven>, decision: Partial<Decision> = {}): AnswerGiven {
  const result = checked(over, decision);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.answer;
}

function faultsOf(over: Partial<AnswerGiven>, decision: Partial<Decision> = {}): Record<string, string> {
  const result = checked(over, decision);
  return 'faults' in result ? Object.fromEntries(result.faults.map(({ path, message }) => [path, message])) : {};
}

test('every verdict among the options is taken', () => {
  expect(check({}).verdict).toBe('approve');
  expect(check({ verdict: 'deny' }).verdict).toBe('deny');
  expect(check({ verdict: 'modify', notes: 'Only one year' })).toMatchObject({ notes: 'Only one year' });
});

test('a verdict that was not offered is refused with those that were', () => {
  const options = ['approve', 'deny'] as const;
  expect(faultsOf({ verdict: 'modify', notes: 'Less' }, { options })).toEqual({
    action: 'must be one of approve, deny for this decision (got "modify")',
  });
});

test.each([null, '', ' \n'])('modify with the notes %j is refused: say what to change', (notes) => {
  expect(faultsOf({ verdict: 'modify', notes })).toEqual({ notes: 'is required with modify: describe the change' });
});

test('data that was not asked for is refused, and none at all is null', () => {
  expect(faultsOf({ data: { chosen: 'a' } })).toEqual({
    response_data: 'is not allowed with response_type approve_deny',
  });
  expect(check({ data: {} }).data).toBeNull();
});

describe('a time', () => {
  test('goes with an approval where a schedule was asked for', () => {
    expect(check({ executeAt: LATER }, SCHEDULE).executeAt).toEqual(LATER);
    expect(check({ executeAt: null }, SCHEDULE).executeAt).toBeNull();
  });

  test('is refused where none was asked for', () => {
    expect(faultsOf({ executeAt: LATER })).toEqual({ execute_at: 'is not allowed with response_type approve_deny' });
  });

  test.each(['deny', 'modify'] as const)('is refused with %s', (verdict) => {
    const fault = { execute_at: `is allowed only with approve (got ${verdict})` };
    expect(faultsOf({ verdict, notes: 'x', executeAt: LATER }, SCHEDULE)).toEqual(fault);
  });

  test('must be in the future', () => {
    const fault = { execute_at: `must be in the future (got ${NOW.toISOString()})` };
    expect(faultsOf({ executeAt: NOW }, SCHEDULE)).toEqual(fault);
  });

  test('is needed where now is not allowed, but not to deny', () => {
    expect(faultsOf({}, TIME_NEEDED)).toHaveProperty('execute_at');
    expect(faultsOf({ verdict: 'deny' }, TIME_NEEDED)).toEqual({});
  });
});

test('every field at fault is named at once', () => {
  const wrong = { verdict: 'modify', notes: null, data: { a: 1 }, executeAt: LATER } as const;
  expect(Object.keys(faultsOf(wrong)).sort()).toEqual(['execute_at', 'notes', 'response_data']);
});

describe('a number', () => {
  const NUMBER = { responseType: { type: 'number_input' } } as const;

  test('of 80,000 digits and a letter is refused at once', () => {
    const refused = () => faultsOf({ data: { value: `${'1'.repeat(80_000)}x` } }, NUMBER);
    expect(refused()).toEqual({ 'response_data.value': 'must be a number' });
    expect(fastest(refused)).toBeLessThan(100);
  });

  test('whose digits would be lost is refused', () => {
    const message = 'has more digits than can be kept exactly';
    expect(faultsOf({ data: { value: '9007199254740993' } }, NUMBER)).toEqual({ 'response_data.value': message });
    expect(faultsOf({ data: { value: '1e400' } }, NUMBER)).toEqual({ 'response_data.value': 'must be a number' });
  });
});

test('a time more than ten years ahead is refused: nothing could carry out year 10000', () => {
  const message = 'must be at most ten years ahead';
  const [far, near] = [new Date('+010000-01-01T12:00Z'), new Date(NOW)];
  near.setUTCFullYear(NOW.getUTCFullYear() + 10);
  expect(faultsOf({ executeAt: far }, SCHEDULE)).toEqual({ execute_at: message });
  expect(faultsOf({ executeAt: new Date(near.getTime() + 1) }, SCHEDULE)).toEqual({ execute_at: message });
  expect(check({ executeAt: near }, SCHEDULE)).toMatchObject({ executeAt: near });
});

test.each(['A\n- x', 'A\r\n- x'])('the choice %j is taken whatever a form makes of its line breaks', (chosen) => {
  const choices = ['A\r\n- x', 'B'];
  expect(check({ data: { chosen } }, { responseType: { type: 'choose', choices } }).data).toEqual({
    chosen: 'A\r\n- x',
  });
});

test('a note and a required text that show nothing count as empty', () => {
  expect(faultsOf({ verdict: 'modify', notes: '\u200b\u3164' })).toHaveProperty('notes');
  const responseType = { type: 'text_input', fields: [{ name: 'subject', required: true }] } as const;
  expect(faultsOf({ data: { subject: '\u2060' } }, { responseType })).toEqual({
    'response_data.subject': 'must not be empty',
  });
});
