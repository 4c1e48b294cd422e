import { z } from 'zod';
import { toComparable } from '../domain/policy/keywords';
import { OUTCOMES, type Rule } from '../domain/policy/rule';
import { URGENCIES } from './decision';
import { email, minutes, optionalText, YEAR } from './fields';
import { jsonObject } from './json';
import { ASSURANCES, CHANNELS } from './model';
import { filled, text } from './texts';

const MOST_RULES = 100;
const MOST_VALUES = 100;
const LONGEST_PATH = 500;

/** Within a rule, a field that is null or blank counts as not given. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
    return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && !isBlank(value)));
  }, schema);
const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

/** Any of these. None at all could never be met. */
const anyOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1, 'needs at least one value: leave it out to mean any')
    .max(MOST_VALUES, `can have at most ${MOST_VALUES} values`)
    .optional();

const keyword = text(100).refine((value) => toComparable(value) !== '', 'must not be empty');

const limit = z.number().optional();
const amount = z
  .strictObject({ lt: limit, lte: limit, gt: limit, gte: limit })
  .refine((limits) => Object.keys(limits).length > 0, 'needs lt, lte, gt or gte');

const metadata = jsonObject
  .refine((fields) => Object.keys(fields).length <= MOST_VALUES, `can have at most ${MOST_VALUES} paths`)
  .refine(
    (fields) => Object.keys(fields).every((path) => path.length > 0 && path.length <= LONGEST_PATH),
    `must have paths of 1 to ${LONGEST_PATH} characters`,
  )
  .refine((fields) => Object.values(fields).every((value) => !isEmptyList(value)), 'must not have an empty list')
  .describe('By dotted path: the value that a field must have, or a list of values of which it must have one.');
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const when = z.strictObject({
  keywords: anyOf(keyword).describe('Found as whole words in action and context, without case.'),
  urgency: anyOf(z.enum(URGENCIES)),
  amount: given(amount).optional().describe('A decision without an amount never meets it.'),
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
    min_assurance: z.enum(ASSURANCES).exclude(['api']).optional().describe('It is raised to this, never lowered.'),
  })
  .superRefine(({ outcome, reason, ...routing }, context) => {
    if (outcome === 'ask') return;
    const message = `goes only with outcome ask: with ${outcome} nobody is asked`;
    for (const field of Object.keys(routing)) context.addIssue({ code: 'custom', path: [field], message });
  });

/** One rule of a policy: when all of `when` holds, `then`. An empty `when` always holds. */
export const rule = z
  .strictObject({ name: filled(100), when: given(when), then: given(then) })
  .meta({ id: 'Rule' }) satisfies z.ZodType<Rule>;

const rules = z
  .array(rule)
  .max(MOST_RULES, `can have at most ${MOST_RULES} rules`)
  .superRefine((all, context) => {
    const names = all.map(({ name }) => name);
    for (const [index, name] of names.entries())
      if (names.indexOf(name) < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `is the name of another rule: "${name}"` });
  });

/** `PUT /policy`. */
export const policyRequest = z.strictObject({
  rules,
  note: optionalText(1_000).nullable().default(null).describe('What changes, for the list of versions.'),
  expected_version: z.int().min(0, 'must be 0 or more').nullable().default(null).describe('What you read before.'),
});

/** `POST /policy/versions/:version/restore` takes nothing. */
export const restoreRequest = z.strictObject({});

/** `POST /policy/simulate`. */
export const simulateRequest = z.strictObject({
  rules,
  last: z.int().min(1, 'must be 1 to 1000').max(1_000, 'must be 1 to 1000').default(100),
});
