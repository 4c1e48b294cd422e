import fc from 'fast-check';
import { HandoverError } from '../../contract/errors';
import type { StepPlan } from '../../contract/plan';
import { decisionsQuery } from '../../contract/queries';
import { type CreateRequest, cancelRequest, createRequest, parse, resolveRequest } from '../../contract/requests';

const ASKED = { action: 'Send the contract', approver: 'sarah@company.com' };
const BACKUP = { backup_approver: 'ben@company.com' };
const ANSWERED = { action: 'approve' };

const create = (over: object = {}): CreateRequest => parse(createRequest, { ...ASKED, ...over });
const resolve = (over: object = {}) => parse(resolveRequest, { ...ANSWERED, ...over });

/** The error that this is refused with. */
function refusal(attempt: () => unknown): HandoverError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof HandoverError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
/** The fields at fault, each with what is wrong with it. */
const faultsOf = (attempt: () => unknown): Record<string, string> =>
  Object.fromEntries(refusal(attempt).details.map(({ path, message }) => [path, message]));

const oneStep = (over: Partial<StepPlan>): StepPlan => ({
  ...{ name: null, approvers: [], need: 1, deny: 'veto', timeout_minutes: null },
  ...{ escalate_after_minutes: null, backup_approvers: [], ...over },
});

test('what is left out has its documented default', () => {
  expect(create()).toEqual({
    ...ASKED,
    ...{ context: null, agent: null, urgency: 'medium', timeout_minutes: 60, channel: 'email', callback_url: null },
    ...{ options: ['approve', 'deny', 'modify'], response_type: { type: 'approve_deny' }, enforce: false },
    ...{ context_images: [], trace: [], min_assurance: 'link', require_reason_on_deny: false },
    ...{ amount: null, backup_approver: null, escalate_after_minutes: null, metadata: null, on_timeout: 'expire' },
    plan: { steps: [oneStep({ approvers: [ASKED.approver], timeout_minutes: 60 })], on_timeout: 'expire' },
  });
  expect(resolve()).toEqual({ ...ANSWERED, notes: null, response_data: null, resolved_by: null, execute_at: null });
});

describe('a field of the wrong type is named, with what it must be', () => {
  const mustBe = (type: string) => expect.stringContaining(`must be ${type}`);

  test.each([
    ...(['action', 'approver', 'context', 'agent', 'channel', 'callback_url', 'backup_approver'] as const).map(
      (field) => [field, 1, 'a string'] as const,
    ),
    ['urgency', 1, 'one of low, medium, high, critical (got 1)'],
    ['timeout_minutes', '60', 'a number'],
    ['options', 'approve', 'an array'],
    ['response_type', 'schedule', 'an object'],
    ['enforce', 'true', 'a boolean'],
    ['amount', '5', 'a number'],
    ['escalate_after_minutes', '5', 'a number'],
    ['metadata', [], 'an object'],
  ] as const)('%s: %j must be %s', (field, value, type) => {
    expect(faultsOf(() => create({ [field]: value }))).toEqual({ [field]: mustBe(type) });
  });

  test.each([
    ['action', 'yes', 'one of approve, deny, modify (got "yes")'],
    ['notes', 1, 'a string'],
    ['response_data', 'x', 'an object'],
    ['resolved_by', {}, 'a string'],
    ['execute_at', 1, 'a string'],
  ] as const)('in an answer, %s: %j must be %s', (field, value, type) => {
    expect(faultsOf(() => resolve({ [field]: value }))).toEqual({ [field]: mustBe(type) });
  });

  test.each([null, undefined, 'text', 1, [], [ASKED]])('a body that is %j must be an object', (body) => {
    expect(faultsOf(() => parse(createRequest, body))).toEqual({ body: 'must be an object' });
  });
});

describe('a field of the right type and a wrong value is named', () => {
  test.each([
    ['action', '   ', 'must not be empty'],
    ['action', 'x'.repeat(2_001), 'must be at most 2,000 characters (got 2,001)'],
    ['approver', 'sarah', 'must be an e-mail address (got "sarah")'],
    ['callback_url', 'ftp://a.example', 'must be an http or https URL (got "ftp://a.example")'],
    ['timeout_minutes', 0, 'must be more than 0'],
    ['timeout_minutes', 525_601, 'must be at most 525,600 (one year)'],
    ['amount', -1, 'must be at least 0'],
    ['options', [], 'must have at least one of approve, deny, modify'],
    ['options', ['deny', 'deny'], 'must not repeat an option'],
    ['metadata', { a: 'x'.repeat(16 * 1024) }, 'must be at most 16 KB'],
  ])('%s', (field, value, message) => {
    expect(faultsOf(() => create({ [field]: value }))).toEqual({ [field]: message });
  });

  test.each(['2026-03-25', '2026-03-25T14:30:00', 'tomorrow', '2026-02-30T10:00:00Z'])('execute_at: %s', (time) => {
    const message = `must be an ISO 8601 time with a time zone (got "${time}")`;
    expect(faultsOf(() => resolve({ execute_at: time }))).toEqual({ execute_at: message });
  });

  test('an escalation at the end or after it', () => {
    const late = { ...BACKUP, timeout_minutes: 30, escalate_after_minutes: 30 };
    expect(faultsOf(() => create(late))).toEqual({ escalate_after_minutes: 'must be less than timeout_minutes (30)' });
    expect(create({ ...late, timeout_minutes: null }).escalate_after_minutes).toBe(30);
  });

  test('the webhook channel without a URL to send to', () => {
    expect(faultsOf(() => create({ channel: 'webhook' }))).toHaveProperty('callback_url');
  });

  test('all at once, and the message for people repeats them', () => {
    const error = refusal(() => create({ amount: -1, urgency: 'now', action: '' }));
    expect(error.details.map(({ path }) => path).sort()).toEqual(['action', 'amount', 'urgency']);
    expect(error.message).toContain('; amount must be at least 0');
  });
});

test('a field that is missing is called missing', () => {
  expect(faultsOf(() => parse(createRequest, {}))).toEqual({
    action: 'is required',
    approver: 'is required, or approvers, or steps',
  });
});

test('a field that is not known is refused with its name, at whatever depth', () => {
  const unknown = { tiemout: 5, response_type: { type: 'schedule', allow: true } };
  expect(faultsOf(() => create(unknown))).toEqual({
    tiemout: 'is not a known field',
    'response_type.allow': 'is not a known field',
  });
});

test('a word that is no channel is UNSUPPORTED_CHANNEL', () => {
  expect(refusal(() => create({ channel: 'pigeon' }))).toMatchObject({ code: 'UNSUPPORTED_CHANNEL', httpStatus: 400 });
});

describe('null', () => {
  test('counts as not given', () => {
    const optional = Object.keys(create()).filter((field) => !(field in ASKED) && field !== 'timeout_minutes');
    expect(create(Object.fromEntries(optional.map((field) => [field, null])))).toEqual(create());
    expect(resolve({ notes: null, response_data: null, resolved_by: null, execute_at: null })).toEqual(resolve());
    expect(parse(cancelRequest, { reason: null })).toEqual({ reason: null });
  });

  test('in timeout_minutes means never', () => {
    expect(create({ timeout_minutes: null }).timeout_minutes).toBeNull();
  });

  test('in a field that is needed is the same as leaving it out', () => {
    expect(faultsOf(() => create({ action: null }))).toEqual({ action: 'is required' });
  });

  test('in response_type counts as not given, too', () => {
    const asked = create({ response_type: { type: 'schedule', label: null, allow_immediate: null } });
    expect(asked.response_type).toEqual({ type: 'schedule', allow_immediate: true });
  });

  test('in metadata is kept', () => {
    expect(create({ metadata: { a: null } }).metadata).toEqual({ a: null });
  });
});

test('text of white space alone counts as empty', () => {
  expect(create({ context: ' \n ', agent: '\t' })).toMatchObject({ context: null, agent: null });
  expect(resolve({ notes: '  ' }).notes).toBeNull();
});

test('a time with a zone is the same moment in UTC', () => {
  expect(resolve({ execute_at: '2026-03-25T14:30:00+02:00' }).execute_at).toEqual(new Date('2026-03-25T12:30:00Z'));
});

describe('what PostgreSQL cannot store is refused wherever it stands', () => {
  test.each([
    ['action', { action: 'a\u0000' }],
    ['context', { context: 'half \ud83d' }],
    ['callback_url', { callback_url: 'https://agent.example.com/\u0000' }],
    ['response_type.label', { response_type: { type: 'schedule', label: '\udc00' } }],
    ['metadata.a.0', { metadata: { a: ['\u0000'] } }],
    ['metadata.a', { metadata: { a: { '\u0000': 1 } } }],
  ])('%s', (path, over) => {
    const message = 'must not contain null characters or unpaired surrogates';
    expect(faultsOf(() => create(over))).toMatchObject({ [path]: message });
  });

  test('a field that JavaScript would drop is refused by its name', () => {
    const metadata = JSON.parse('{"a": {"__proto__": 1}}');
    expect(faultsOf(() => create({ metadata }))).toEqual({ 'metadata.a.__proto__': 'is a reserved name' });
  });

  test('whole characters beyond the basic plane are kept', () => {
    expect(create({ action: '👍🏽', metadata: { '🔑': '𝒳' } })).toMatchObject({
      action: '👍🏽',
      metadata: { '🔑': '𝒳' },
    });
  });
});

describe('text that people read', () => {
  test.each(['\u200b', '\u3164', '\u2060', '\u202e', '\x1b[31m', '\u2800'])('%j as an action is empty', (action) => {
    expect(faultsOf(() => create({ action }))).toEqual({ action: 'must not be empty' });
  });

  test('that is optional and shows nothing counts as left out', () => {
    const responseType = { type: 'confirm', label: '\u200b' };
    expect(create({ context: '\u2060\n', agent: '\u3164', response_type: responseType })).toMatchObject({
      ...{ context: null, agent: null, response_type: { label: '' } },
    });
  });

  test('is kept as people are shown it', () => {
    const asked = create({
      action: 'Deploy to pro\u0001duction \u202eeciovni',
      context: '\x1b[31mred\x1b[0m\r\ntext',
      response_type: { type: 'choose', choices: ['A\r\n- x', 'B\u200b'] },
    });
    expect(asked).toMatchObject({ action: 'Deploy to production eciovni', context: 'red\ntext' });
    expect(asked.response_type).toMatchObject({ choices: ['A\n- x', 'B'] });
  });

  test('must differ where it is to be told apart', () => {
    const choices = ['Yes', 'Y\u200bes'];
    expect(faultsOf(() => create({ response_type: { type: 'choose', choices } }))).toEqual({
      'response_type.choices': 'must not repeat a choice',
    });
  });
});

describe('an error reply is never larger than it helps', () => {
  test('at most 20 faults are listed, the others are counted', () => {
    const unknown = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`x${index}`, 1]));
    const error = refusal(() => create(unknown));
    expect(error.details).toHaveLength(20);
    expect(error.message).toMatch(/; and 29,980 more$/);
  });

  test.each([
    ['options', { options: Array(50_000).fill('x') }, 'must have at most 3 options (got 50,000)'],
    ['context_images', { context_images: Array(50_000).fill('x') }, 'must have at most 5 images (got 50,000)'],
    ['trace', { trace: Array(50_000).fill(1) }, 'must have at most 200 items (got 50,000)'],
  ])('a list that is too long is refused as a whole: %s', (field, over, message) => {
    expect(faultsOf(() => create(over))).toEqual({ [field]: message });
  });

  test('long values and paths are cut', () => {
    const long = 'x'.repeat(100_000);
    expect(refusal(() => create({ urgency: long, approver: long, [long]: 1 })).message.length).toBeLessThan(2_000);
    expect(refusal(() => create({ channel: long })).message.length).toBeLessThan(300);
  });
});

test.each(['9999-12-31T23:59:00-01:00', '0000-06-01T00:00:00Z', '0001-01-01T00:00:00+01:00'])(
  'the time %s is refused: in UTC no store can keep it',
  (time) => {
    expect(faultsOf(() => resolve({ execute_at: time }))).toEqual({ execute_at: 'must be in the years 1 to 9999' });
    const trace = [{ type: 'message', content: 'x', at: time }];
    expect(faultsOf(() => create({ trace }))).toEqual({ 'trace.0.at': 'must be in the years 1 to 9999' });
  },
);

test('a number that JSON cannot carry is refused by its name', () => {
  expect(faultsOf(() => create({ metadata: { a: [JSON.parse('1e400')] } }))).toHaveProperty(['metadata.a.0']);
});

test('a plus in an address that was not escaped arrives as a space and is meant as a plus', () => {
  const query = parse(decisionsQuery, { approver: 'sarah finance@company.com' });
  expect(query.approver).toBe('sarah+finance@company.com');
  expect(faultsOf(() => parse(decisionsQuery, { approver: 'sarah' }))).toHaveProperty('approver');
});

describe('whatever the body', () => {
  const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
  const names = fc.constantFrom(...Object.keys(create()), ...Object.keys(resolve()), '__proto__', 'constructor');
  const body = fc.oneof(value, fc.dictionary(fc.oneof(names, fc.string()), value), fc.dictionary(names, value));

  /** Parsed, or refused with an error for the caller that names fields; anything else fails the test. */
  function isAnsweredFor(attempt: () => unknown): boolean {
    try {
      attempt();
      return true;
    } catch (error) {
      if (!(error instanceof HandoverError)) throw error;
      return error.code === 'UNSUPPORTED_CHANNEL' || error.details.length > 0;
    }
  }

  test.each([
    ['create', createRequest, ASKED],
    ['resolve', resolveRequest, ANSWERED],
    ['cancel', cancelRequest, {}],
  ] as const)('%s takes it, or refuses it with the fields at fault', (_what, schema, needed) => {
    const parsed = fc.property(body, (given) => isAnsweredFor(() => parse<unknown>(schema, given)));
    const completed = fc.property(fc.dictionary(names, value), (given) =>
      isAnsweredFor(() => parse<unknown>(schema, { ...given, ...needed })),
    );
    fc.assert(parsed, { numRuns: 300 });
    fc.assert(completed, { numRuns: 300 });
  });
});
