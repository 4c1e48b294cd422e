import { z } from 'zod';
import { URGENCIES } from './decision';
import { comparable } from './keywords';
import { ASSURANCES, CHANNELS, type PolicyVersion } from './model';
import { email, minutes, optionalText, YEAR } from './requests';
import { filled } from './texts';

export const OUTCOMES = ['approve', 'deny', 'ask'] as const;
/** What a rule says: a yes or no without asking, or that somebody is asked. */
export type PolicyOutcome = (typeof OUTCOMES)[number];

const MOST_RULES = 100;
const MOST_VALUES = 100;
const LONGEST_PATH = 500;

/** A field that may be left out, or be null, which is the same. */
const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();

/** Any of these. None at all could never be met. */
const anyOf = <T extends z.ZodType>(item: T) =>
  maybe(
    z
      .array(item)
      .min(1, 'needs at least one value: leave it out to mean any')
      .max(MOST_VALUES, `can have at most ${MOST_VALUES} values`),
  );

const keyword = filled(100).refine((value) => comparable(value) !== '', 'must not be empty');
const amount = z
  .strictObject({ lt: maybe(z.number()), lte: maybe(z.number()), gt: maybe(z.number()), gte: maybe(z.number()) })
  .refine((limits) => Object.values(limits).some((limit) => limit !== undefined), 'needs lt, lte, gt or gte');
/** By dotted path: the value that a field must have, or a list of values of which it must have one. */
const metadata = z
  .record(z.string(), z.json())
  .refine((fields) => Object.keys(fields).length <= MOST_VALUES, `can have at most ${MOST_VALUES} paths`)
  .refine((fields) => Object.keys(fields).every((path) => path.length > 0 && path.length <= LONGEST_PATH), {
    error: `must have paths of 1 to ${LONGEST_PATH} characters`,
  })
  .refine((fields) => Object.values(fields).every((value) => !isEmptyList(value)), 'must not have an empty list');

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const when = z.strictObject({
  keywords: anyOf(keyword),
  urgency: anyOf(z.enum(URGENCIES)),
  amount: maybe(amount),
  approver: anyOf(email),
  channel: anyOf(z.enum(CHANNELS)),
  metadata: maybe(metadata),
});

const routing = {
  approver: maybe(email),
  backup_approver: maybe(email),
  escalate_after_minutes: maybe(minutes(YEAR)),
  channel: maybe(z.enum(CHANNELS)),
  min_assurance: maybe(z.enum(ASSURANCES).exclude(['api'])),
};

const then = z
  .strictObject({ outcome: z.enum(OUTCOMES), reason: maybe(optionalText(10_000)), ...routing })
  .superRefine(({ outcome, reason, ...given }, context) => {
    if (outcome === 'ask') return;
    const message = `goes only with outcome ask: with ${outcome} nobody is asked`;
    for (const [field, value] of Object.entries(given))
      if (value !== undefined) context.addIssue({ code: 'custom', path: [field], message });
  });

/** One rule of a policy: when all of `when` holds, `then`. An empty `when` always holds. */
const rule = z.strictObject({ name: filled(100), when, then });
export type Rule = z.infer<typeof rule>;

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
  note: optionalText(1_000).nullable().default(null),
  expected_version: z.number().int('must be a whole number').min(0, 'must be 0 or more').nullable().default(null),
});

/** `POST /policy/versions/:version/restore` takes nothing. */
export const restoreRequest = z.strictObject({});

/** `POST /policy/simulate`. */
export const simulateRequest = z.strictObject({
  rules,
  last: z
    .number()
    .int('must be a whole number')
    .min(1, 'must be 1 to 1000')
    .max(1_000, 'must be 1 to 1000')
    .default(100),
});

/** The rules that hold somewhere: those of a key, or those of the workspace. */
export interface Policy extends Pick<PolicyVersion, 'scope' | 'version'> {
  readonly rules: readonly Rule[];
}

/** The rule that a decision met. */
export interface PolicyMatch extends Pick<PolicyVersion, 'scope' | 'version'> {
  readonly rule: Rule;
}
