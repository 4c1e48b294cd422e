import { z } from 'zod';
import { ASSURANCES } from '../domain/assurance';
import { CHANNELS } from '../domain/channel';
import { toComparable } from '../domain/policy/keywords';
import { OUTCOMES, type Rule } from '../domain/policy/rule';
import { isBlank } from '../domain/sanitize-text';
import { URGENCIES } from '../domain/urgency';
import { email, minutes, YEAR } from './fields';
import { jsonObject } from './json';
import { atMost, filled, optionalText, text } from './texts';

const MOST_RULES = 100;
const MOST_VALUES = 100;
const LONGEST_PATH = 500;

/** Within a rule, a field that is null or blank counts as left out. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
    return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && !isBlankText(value)));
  }, schema);
const isBlankText = (value: unknown): boolean => typeof value === 'string' && isBlank(value);

/** Any of these values. An empty list could never match. */
const anyOf = <T extends z.ZodType>(item: T) =>
  atMost(
    MOST_VALUES,
    'values',
    z.array(item).min(1, 'must have at least one value: leave the field out to match any').max(MOST_VALUES),
  ).optional();

const keyword = text(100).refine((value) => toComparable(value) !== '', 'must not be empty');

const limit = z.number().optional();
const amount = z
  .strictObject({ lt: limit, lte: limit, gt: limit, gte: limit })
  .refine((limits) => Object.keys(limits).length > 0, 'must have lt, lte, gt or gte');

const metadata = jsonObject
  .refine((fields) => Object.keys(fields).length <= MOST_VALUES, `must have at most ${MOST_VALUES} paths`)
  .refine(
    (fields) => Object.keys(fields).every((path) => path.length > 0 && path.length <= LONGEST_PATH),
    `must have paths of 1 to ${LONGEST_PATH} characters`,
  )
  .refine((fields) => Object.values(fields).every((value) => !isEmptyList(value)), 'must not have an empty list')
  .describe('By dotted path: the value that a field must have, or a list of such values.');
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const when = z.strictObject({
  keywords: anyOf(keyword).describe('Whole words to find in action and context, regardless of case.'),
  urgency: anyOf(z.enum(URGENCIES)),
  amount: given(amount).optional().describe('A decision without an amount never matches.'),
  approver: anyOf(email),
  channel: anyOf(z.enum(CHANNELS)),
  metadata: metadata.optional(),
});

const then = z
  .strictObject({
    outcome: z.enum(OUTCOMES),
    reason: text(10_000).optional().describe('With approve and deny, what `response_notes` says.'),
    approver: email.optional(),
    backup_approver: email.optional(),
    escalate_after_minutes: minutes(YEAR).optional(),
    channel: z.enum(CHANNELS).optional(),
    min_assurance: z
      .enum(ASSURANCES)
      .exclude(['api'])
      .optional()
      .describe('Raises min_assurance to this; never lowers it.'),
  })
  .superRefine(({ outcome, reason, ...routing }, context) => {
    if (outcome === 'ask') return;
    const message = `is allowed only with outcome ask: with ${outcome}, nobody is asked`;
    for (const field of Object.keys(routing)) context.addIssue({ code: 'custom', path: [field], message });
  });

/** One rule of a policy: when all of `when` holds, `then`. An empty `when` always holds. */
export const rule = z
  .strictObject({ name: filled(100), when: given(when), then: given(then) })
  .meta({ id: 'Rule' }) satisfies z.ZodType<Rule>;

const rules = atMost(MOST_RULES, 'rules', z.array(rule).max(MOST_RULES)).superRefine((all, context) => {
  const names = new Set<string>();
  for (const [index, { name }] of all.entries()) {
    if (names.has(name))
      context.addIssue({ code: 'custom', path: [index, 'name'], message: `must be unique: "${name}" is taken` });
    names.add(name);
  }
});

/** `PUT /policy`. */
export const policyRequest = z.strictObject({
  rules,
  note: optionalText(1_000).nullable().default(null).describe('What changes, for the list of versions.'),
  expected_version: z
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .nullable()
    .default(null)
    .describe('The version that you read.'),
});

/** `POST /policy/versions/:version/restore` takes nothing. */
export const restoreRequest = z.strictObject({});

/** `POST /policy/simulate`. */
export const simulateRequest = z.strictObject({
  rules,
  last: z
    .int('must be a whole number from 1 to 1,000')
    .min(1, 'must be a whole number from 1 to 1,000')
    .max(1_000, 'must be a whole number from 1 to 1,000')
    .default(100),
});
