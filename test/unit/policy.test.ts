import fc from 'fast-check';
import { HandoverError } from '../../contract/errors';
import { policyRequest } from '../../contract/policy';
import { type CreateRequest, createRequest, parse } from '../../contract/requests';
import type { Json } from '../../domain/json';
import { hasKeyword, toComparable } from '../../domain/policy/keywords';
import { type Facts, matchPolicies, matchPolicy } from '../../domain/policy/match';
import type { Rule } from '../../domain/policy/rule';
import { routeRequest } from '../../policies/match-request';

const FACTS: Facts = {
  ...{ action: 'Refund order #4821', context: 'The parcel was lost.', urgency: 'medium', amount: 29.99 },
  ...{ approvers: ['finance@company.com'], channel: 'email', metadata: { order: 4821, vendor: { known: true } } },
};
const facts = (over: Partial<Facts> = {}): Facts => ({ ...FACTS, ...over });
const rule = (when: Rule['when'], then: Partial<Rule['then']> = {}, name = 'a rule'): Rule =>
  ({ name, when, then: { outcome: 'approve', ...then } }) as Rule;
const meets = (when: Rule['when'], over: Partial<Facts> = {}): boolean =>
  matchPolicy([rule(when)], facts(over)) !== null;

describe('a keyword', () => {
  test.each([
    ['Refund order', 'refund', true],
    ['REFUND!', 'refund', true],
    ['two refunds', 'refund', false],
    ['prerefund', 'refund', false],
    ['a pre-refund check', 'refund', true],
    ['call refund_order(7)', 'refund', true],
    ['Send an E-Mail', 'e-mail', true],
    ['Send an e-mail', 'mail', true],
    ['Send an e-mail', 'email', false],
    ['a wire\n  transfer', 'wire transfer', true],
    ['wires transfer', 'wire transfer', false],
    ['deploy v2.1', 'v2.1', true],
    ['deploy v2.10', 'v2.1', false],
    ['rewrite it in C++11', 'C++', true],
    ['a.*b', '.*', true],
    ['abc', '.*', false],
    ['请给客户退款', '退款', true],
    ['注文を返金する', '返金', true],
    ['キャンセル', 'セル', false],
    ['ｒｅｆｕｎｄ it', 'refund', true],
    ['re\u00adfund it', 'refund', true],
    ['Cafe\u0301 order', 'café', true],
    ['Cafe\u0301 order', 'cafe', false],
    ['Zurück', 'zur', false],
    ['𐐀𐐁', '𐐀', false],
    ['refunds, then a refund', 'refund', true],
    ['Deploy to pro\u0001duction', 'production', true],
    ['Deploy to \x1b[1mproduction\x1b[0m', 'production', true],
    ['Straße sperren', 'strasse', true],
    ['STRASSE', 'straße', true],
    ['nach İstanbul', 'istanbul', true],
    ['ΟΔΟΣ', 'οδος', true],
  ])('of %j: %j is found: %j', (action, keyword, found) => {
    expect(meets({ keywords: [keyword] }, { action })).toBe(found);
  });

  test('is looked for in the context too, and never across the two', () => {
    expect(meets({ keywords: ['parcel'] })).toBe(true);
    expect(meets({ keywords: ['wire transfer'] }, { action: 'wire', context: 'transfer' })).toBe(false);
  });

  const letters = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '-', '_', 'é'), maxLength: 30 });
  test('is found exactly where nothing that is a letter or a digit touches it', () => {
    fc.assert(
      fc.property(letters, fc.constantFrom('a', 'ab', 'b7', 'é'), (text, keyword) => {
        const expected = new RegExp(`(?<![\\p{L}\\p{N}])${keyword}(?![\\p{L}\\p{N}])`, 'iu').test(text);
        expect(hasKeyword(toComparable(text), toComparable(keyword))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('is found in any text once it stands there by itself', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(hasKeyword(toComparable(`${before} Refund ${after}`), 'refund')).toBe(true);
      }),
    );
  });
});

describe('an amount', () => {
  test.each([
    [{ lt: 50 }, 49.99, true],
    [{ lt: 50 }, 50, false],
    [{ lte: 50 }, 50, true],
    [{ lte: 50 }, 50.01, false],
    [{ gt: 100 }, 100, false],
    [{ gt: 100 }, 100.01, true],
    [{ gte: 100 }, 100, true],
    [{ gte: 10, lt: 50 }, 9.99, false],
    [{ gte: 10, lt: 50 }, 10, true],
    [{ gte: 10, lt: 50 }, 50, false],
    [{ gte: 0 }, 0, true],
  ])('%j with %d: %j [h.sp.amount]', (amount, given, met) => {
    expect(meets({ amount }, { amount: given })).toBe(met);
  });

  test('that is not given is within no limits', () => {
    const limits = fc.record(
      { lt: fc.double(), lte: fc.double(), gt: fc.double(), gte: fc.double() },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(limits, (amount) => !meets({ amount }, { amount: null })));
  });
});

describe('a condition on metadata', () => {
  const metadata = { vendor: { known: false, tags: ['eu', 'new'] }, 'a.b': 1, a: { c: 2, 'd.e': null }, n: 5 };
  test.each<[string, Json, boolean]>([
    ['vendor.known', false, true],
    ['vendor.known', [true, false], true],
    ['vendor.known', 'false', false],
    ['vendor', { tags: ['eu', 'new'], known: false }, true],
    ['vendor.tags', [['eu', 'new']], true],
    ['vendor.tags', [['new', 'eu']], false],
    ['vendor.tags.1', 'new', true],
    ['vendor.tags.length', 2, false],
    ['a.b', 1, true],
    ['a.c', 2, true],
    ['a.d.e', null, true],
    ['a.d', null, false],
    ['n', '5', false],
    ['absent', null, false],
  ])('%s must be %j: %j', (path, wanted, met) => {
    expect(meets({ metadata: { [path]: wanted } as Rule['when']['metadata'] }, { metadata })).toBe(met);
  });

  test('must hold for each path, and never holds without metadata', () => {
    expect(meets({ metadata: { n: 5, 'a.c': 2 } }, { metadata })).toBe(true);
    expect(meets({ metadata: { n: 5, 'a.c': 3 } }, { metadata })).toBe(false);
    expect(meets({ metadata: { n: 5 } }, { metadata: null })).toBe(false);
  });

  test('sees only what was given, whatever the path', () => {
    const path = fc.constantFrom('constructor', '__proto__', 'toString', 'a.constructor.name', 'a.__proto__', 'a.0');
    const value = fc.jsonValue().map((json) => [json, null, 'Object', {}]);
    fc.assert(
      fc.property(path, value, (name, wanted) => {
        expect(meets({ metadata: { [name]: wanted as never } }, { metadata: { a: {} } })).toBe(false);
      }),
    );
  });

  test('finds every value where it stands', () => {
    const names = fc.array(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(names, fc.jsonValue(), (path, value) => {
        const nested = path.reduceRight<Json>((inner, name) => ({ [name]: inner }), value as Json) as Facts['metadata'];
        expect(meets({ metadata: { [path.join('.')]: [value] as never } }, { metadata: nested })).toBe(true);
      }),
    );
  });
});

test('a condition on metadata compares what people see', () => {
  const metadata = { 'region\u200b': 'e\u2060u' };
  expect(meets({ metadata: { region: 'eu' } }, { metadata })).toBe(true);
  expect(meets({ metadata: { region: 'e u' } }, { metadata })).toBe(false);
});

test('urgency, channel and approver are one of a list, addresses without case', () => {
  expect(meets({ urgency: ['low', 'medium'], channel: ['email'], approver: ['FINANCE@company.com'] })).toBe(true);
  expect(meets({ urgency: ['low'] })).toBe(false);
  expect(meets({ channel: ['webhook'] })).toBe(false);
  expect(meets({ approver: ['ops@company.com'] })).toBe(false);
});

test('a rule without conditions is met by all', () => {
  expect(meets({})).toBe(true);
});

describe('of several', () => {
  const when: fc.Arbitrary<Rule['when']> = fc.record(
    {
      keywords: fc.subarray(['refund', 'order', 'delete'], { minLength: 1 }),
      urgency: fc.subarray(['low', 'medium', 'high'] as const, { minLength: 1 }),
      amount: fc.record({ lt: fc.integer({ max: 60 }) }),
      approver: fc.subarray(['finance@company.com', 'ops@company.com'], { minLength: 1 }),
      metadata: fc.constantFrom<Rule['when']['metadata']>({ order: 4821 }, { 'vendor.known': false }),
    },
    { requiredKeys: [] },
  );

  test('conditions all must hold: the more there are, the fewer decisions meet them', () => {
    fc.assert(
      fc.property(when, when, (some, others) => {
        const alone = Object.entries({ ...some, ...others }).every(([name, value]) => meets({ [name]: value }));
        expect(meets({ ...some, ...others })).toBe(alone);
      }),
    );
  });

  test('rules the first one that is met wins', () => {
    fc.assert(
      fc.property(fc.array(when), (all) => {
        const rules = all.map((conditions, index) => rule(conditions, {}, `rule ${index}`));
        expect(matchPolicy(rules, FACTS)).toBe(rules.find(({ when }) => meets(when)) ?? null);
      }),
    );
  });

  test('policies the first one with a rule that is met wins, whatever the others say', () => {
    const key = { scope: 'key', version: 3, rules: [rule({ keywords: ['delete'] }, { outcome: 'deny' })] } as const;
    const workspace = { scope: 'workspace', version: 7, rules: [rule({}, {}, 'all')] } as const;
    expect(matchPolicies([key, workspace], FACTS)).toMatchObject({
      scope: 'workspace',
      version: 7,
      rule: { name: 'all' },
    });
    expect(matchPolicies([key, workspace], facts({ action: 'Delete it' }))).toMatchObject({ scope: 'key', version: 3 });
    expect(matchPolicies([key], FACTS)).toBeNull();
  });
});

/** What is wrong with it, by path. */
function faultsOf(attempt: () => unknown): Record<string, string> {
  try {
    attempt();
    return {};
  } catch (error) {
    if (!(error instanceof HandoverError)) throw error;
    return Object.fromEntries(error.details.map(({ path, message }) => [path, message]));
  }
}

describe('rules that are written', () => {
  const read = (...rules: unknown[]) => parse(policyRequest, { rules }).rules;
  const simple = (over: object = {}) => ({ name: 'a', when: {}, then: { outcome: 'ask' }, ...over });

  test('are kept as they are given; null is the same as not given', () => {
    const given = simple({
      when: { amount: { lt: 50 }, metadata: { a: null } },
      then: { outcome: 'deny', reason: 'No.' },
    });
    expect(read(given)).toEqual([given]);
    expect(read(simple({ when: { keywords: null, amount: { lt: 5, gt: null } } }))).toEqual([
      simple({ when: { amount: { lt: 5 } } }),
    ]);
  });

  test.each<[string, object, string]>([
    ['no name', { name: ' ' }, '0.name'],
    ['no conditions', { when: undefined }, '0.when'],
    ['an unknown field', { if: {} }, '0.if'],
    ['an unknown condition', { when: { keyword: ['x'] } }, '0.when.keyword'],
    ['an empty list', { when: { keywords: [] } }, '0.when.keywords'],
    ['101 keywords', { when: { keywords: Array(101).fill('x') } }, '0.when.keywords'],
    ['a keyword that nobody sees', { when: { keywords: ['\u00ad'] } }, '0.when.keywords.0'],
    ['an unknown urgency', { when: { urgency: ['urgent'] } }, '0.when.urgency.0'],
    ['an amount without limits', { when: { amount: {} } }, '0.when.amount'],
    ['an amount that is text', { when: { amount: { lt: '5' } } }, '0.when.amount.lt'],
    ['an approver that is no address', { when: { approver: ['sarah'] } }, '0.when.approver.0'],
    ['a channel that is not served', { then: { outcome: 'ask', channel: 'pigeon' } }, '0.then.channel'],
    ['an empty list of values', { when: { metadata: { a: [] } } }, '0.when.metadata'],
    ['an empty path', { when: { metadata: { '': 1 } } }, '0.when.metadata'],
    ['no outcome', { then: {} }, '0.then.outcome'],
    ['an unknown outcome', { then: { outcome: 'require' } }, '0.then.outcome'],
    ['an approver who would not be asked', { then: { outcome: 'deny', approver: 'a@b.co' } }, '0.then.approver'],
    ['a certainty that is none', { then: { outcome: 'ask', min_assurance: 'api' } }, '0.then.min_assurance'],
  ])('are refused with %s, and the field is named', (_what, over, path) => {
    expect(Object.keys(faultsOf(() => read(simple(over))))).toEqual([`rules.${path}`]);
  });

  test('are refused where two have one name, or there are more than 100', () => {
    expect(faultsOf(() => read(simple(), simple()))).toEqual({ 'rules.1.name': 'must be unique: "a" is taken' });
    const many = Array.from({ length: 101 }, (_, index) => simple({ name: `rule ${index}` }));
    expect(faultsOf(() => read(...many))).toEqual({ rules: 'must have at most 100 rules (got 101)' });
  });
});

describe('a rule that asks', () => {
  const request = (over: object = {}): CreateRequest =>
    parse(createRequest, { action: 'Deploy', approver: 'sarah@company.com', ...over });
  const matched = (then: Partial<Rule['then']>) =>
    ({ scope: 'workspace', version: 1, rule: rule({}, { outcome: 'ask', ...then }) }) as const;
  const BEN = 'ben@company.com';

  test('replaces what it names, and nothing else', () => {
    const then = { approver: BEN, backup_approver: 'ops@company.com', escalate_after_minutes: 30 } as const;
    expect(routeRequest(request(), matched(then))).toEqual(request(then));
    expect(routeRequest(request(), matched({}))).toEqual(request());
    expect(routeRequest(request(), null)).toEqual(request());
  });

  test.each([
    ['link', 'login', 'login'],
    ['slack', 'code', 'slack'],
    ['code', undefined, 'code'],
  ] as const)('raises the certainty, and never lowers it: %s and %s is %s', (asked, ruledTo, becomes) => {
    const { min_assurance } = routeRequest(request({ min_assurance: asked }), matched({ min_assurance: ruledTo }));
    expect(min_assurance).toBe(becomes);
  });

  test.each<[object, Partial<Rule['then']>, string]>([
    [{}, { escalate_after_minutes: 30 }, 'backup_approver'],
    [{}, { escalate_after_minutes: 60, backup_approver: BEN }, 'timeout_minutes'],
    [{}, { channel: 'webhook' }, 'callback_url'],
  ])('does not go with a request that lacks what it needs', (over, then, path) => {
    expect(faultsOf(() => routeRequest(request(over), matched(then)))).toEqual({
      [path]: expect.stringContaining('policy rule "a rule"'),
    });
  });
});
