import fc from 'fast-check';
import { HandoverError } from '../../contract/errors';
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

test('what is left out has its documented default', () => {
  expect(create()).toEqual({
    ...ASKED,
    ...{ context: null, agent: null, urgency: 'medium', timeout_minutes: 60, channel: 'email', callback_url: null },
    ...{ options: ['approve', 'deny', 'modify'], response_type: { type: 'approve_deny' }, enforce: false },
    ...{ context_images: [], trace: [], min_assurance: 'link', require_reason_on_deny: false },
    ...{ amount: null, backup_approver: null, escalate_after_minutes: null, metadata: null },
  });
  expect(resolve()).toEqual({ ...ANSWERED, notes: null, response_data: null, resolved_by: null, execute_at: null });
});

describe('a field of the wrong type is named, with what it must be', () => {
  const mustBe = (type: RegExp | string) => expect.stringMatching(new RegExp(`^must be ${type}`));

  test.each([
    ...(['action', 'approver', 'context', 'agent', 'channel', 'callback_url', 'backup_approver'] as const).map(
      (field) => [field, 1, 'a string'] as const,
    ),
    ['urgency', 1, 'one of low, medium, high, critical, 1 is not'],
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
    ['action', 'yes', 'one of approve, deny, modify, "yes" is not'],
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
    ['action', 'x'.repeat(2_001), 'is too long: 2001 characters, at most 2000 fit'],
    ['approver', 'sarah', 'must be an e-mail address, "sarah" is not'],
    ['callback_url', 'ftp://a.example', 'must be an http or https URL, "ftp://a.example" is not'],
    ['timeout_minutes', 0, 'must be more than 0'],
    ['timeout_minutes', 525_601, 'must be at most 525600 (one year)'],
    ['amount', -1, 'must be 0 or more'],
    ['options', [], 'needs at least one of approve, deny, modify'],
    ['options', ['deny', 'deny'], 'must not repeat a word'],
    ['metadata', { a: 'x'.repeat(16 * 1024) }, 'must be at most 16 KB'],
  ])('%s', (field, value, message) => {
    expect(faultsOf(() => create({ [field]: value }))).toEqual({ [field]: message });
  });

  test.each(['2026-03-25', '2026-03-25T14:30:00', 'tomorrow', '2026-02-30T10:00:00Z'])('execute_at: %s', (time) => {
    const message = `must be an ISO 8601 time with a zone, "${time}" is not`;
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
    expect(error.message).toContain('; amount must be 0 or more');
  });
});

test('a field that is missing is called missing', () => {
  expect(faultsOf(() => parse(createRequest, {}))).toEqual({ action: 'is missing', approver: 'is missing' });
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
    expect(faultsOf(() => create({ action: null }))).toEqual({ action: 'is missing' });
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
    const message = 'has a null character or half a surrogate pair, which cannot be stored';
    expect(faultsOf(() => create(over))).toMatchObject({ [path]: message });
  });

  test('a field that JavaScript would drop is refused by its name', () => {
    const metadata = JSON.parse('{"a": {"__proto__": 1}}');
    expect(faultsOf(() => create({ metadata }))).toEqual({ 'metadata.a.__proto__': 'is a name that cannot be used' });
  });

  test('whole characters beyond the basic plane are kept', () => {
    expect(create({ action: '👍🏽', metadata: { '🔑': '𝒳' } })).toMatchObject({
      action: '👍🏽',
      metadata: { '🔑': '𝒳' },
    });
  });
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
