import type { Channel } from '../channel';
import type { Json, JsonObject } from '../json';
import { isSamePerson } from '../person';
import { sanitizeText } from '../sanitize-text';
import type { Urgency } from '../urgency';
import { hasKeyword, toComparable } from './keywords';
import type { Conditions, Policy, PolicyMatch, Rule } from './rule';

/** What rules look at: the decision as it was requested. */
export interface Facts {
  readonly action: string;
  readonly context: string | null;
  readonly urgency: Urgency;
  readonly amount: number | null;
  /** Everyone whom the request names, in any step. */
  readonly approvers: readonly string[];
  readonly channel: Channel;
  readonly metadata: JsonObject | null;
}

/** The first rule that matches, looking through the policies in their order. Null: a person decides. */
export function matchPolicies(policies: readonly Policy[], facts: Facts): PolicyMatch | null {
  for (const { scope, version, rules } of policies) {
    const rule = matchPolicy(rules, facts);
    if (rule) return { scope, version, rule };
  }
  return null;
}

/** The first rule whose conditions all hold, or null. */
export function matchPolicy(rules: readonly Rule[], facts: Facts): Rule | null {
  const text = rules.some(({ when }) => when.keywords) ? textOf(facts) : '';
  return rules.find(({ when }) => holds(when, facts, text)) ?? null;
}

/** Comparable text has no line breaks, so that no keyword is found across the two. */
const textOf = ({ action, context }: Facts): string => `${toComparable(action)}\n${toComparable(context ?? '')}`;

function holds({ keywords, urgency, amount, approver, channel, metadata }: Conditions, facts: Facts, text: string) {
  return (
    (!urgency || urgency.includes(facts.urgency)) &&
    (!channel || channel.includes(facts.channel)) &&
    (!approver || approver.some((one) => facts.approvers.some((named) => isSamePerson(one, named)))) &&
    (!amount || isWithin(amount, facts.amount)) &&
    (!metadata || Object.entries(metadata).every(([path, wanted]) => hasValue(facts.metadata, path, wanted))) &&
    (!keywords || keywords.some((keyword) => hasKeyword(text, toComparable(keyword))))
  );
}

/** An unknown amount is within no limits. */
function isWithin({ lt, lte, gt, gte }: NonNullable<Conditions['amount']>, amount: number | null): boolean {
  if (amount === null) return false;
  return (
    (lt === undefined || amount < lt) &&
    (lte === undefined || amount <= lte) &&
    (gt === undefined || amount > gt) &&
    (gte === undefined || amount >= gte)
  );
}

/** Whether a field of this path has the value, or one of the values where a list is wanted. */
function hasValue(metadata: Json, path: string, wanted: Json): boolean {
  const values: readonly Json[] = Array.isArray(wanted) ? wanted : [wanted];
  return [...fieldsAt(metadata, sanitizeText(path))].some((field) => values.some((value) => isSame(field, value)));
}

/** Every field that the approver is shown under this dotted path: a field's own name may have dots, too. */
function* fieldsAt(value: Json, path: string): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    const shown = sanitizeText(name);
    if (shown === path) yield field;
    if (path.startsWith(`${shown}.`)) yield* fieldsAt(field, path.slice(shown.length + 1));
  }
}

/** Whether two values are the same JSON as people see it, in whatever order their fields come. */
function isSame(one: Json, other: Json): boolean {
  if (typeof one === 'string' && typeof other === 'string') return sanitizeText(one) === sanitizeText(other);
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [fields, others] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    fields.length === others.size &&
    fields.every(([name, field]) => others.has(name) && isSame(field, others.get(name) as Json))
  );
}
