import { isSameAddress } from './addresses';
import { comparable, hasKeyword } from './keywords';
import type { Decision, Json } from './model';
import type { Policy, PolicyMatch, Rule } from './policy';

/** What rules look at: the decision as it was asked for. */
export type Facts = Pick<Decision, 'action' | 'context' | 'urgency' | 'amount' | 'approver' | 'channel' | 'metadata'>;

/** The first rule that is met, policies in the order in which they are asked. Null: a person decides. */
export function matchPolicies(policies: readonly Policy[], facts: Facts): PolicyMatch | null {
  for (const { scope, version, rules } of policies) {
    const rule = matchPolicy(rules, facts);
    if (rule) return { scope, version, rule };
  }
  return null;
}

/** The first rule all of whose conditions hold, or null. */
export function matchPolicy(rules: readonly Rule[], facts: Facts): Rule | null {
  const text = rules.some(({ when }) => when.keywords) ? textOf(facts) : '';
  return rules.find(({ when }) => holds(when, facts, text)) ?? null;
}

/** Comparable leaves no line break, so nothing is found across the two. */
const textOf = ({ action, context }: Facts): string => `${comparable(action)}\n${comparable(context ?? '')}`;

function holds({ keywords, urgency, amount, approver, channel, metadata }: Rule['when'], facts: Facts, text: string) {
  return (
    (!urgency || urgency.includes(facts.urgency)) &&
    (!channel || channel.includes(facts.channel)) &&
    (!approver || approver.some((address) => isSameAddress(address, facts.approver))) &&
    (!amount || isWithin(amount, facts.amount)) &&
    (!metadata || Object.entries(metadata).every(([path, wanted]) => hasValue(facts.metadata, path, wanted))) &&
    (!keywords || keywords.some((keyword) => hasKeyword(text, comparable(keyword))))
  );
}

/** An amount that is not known is within no limits. */
function isWithin({ lt, lte, gt, gte }: NonNullable<Rule['when']['amount']>, amount: number | null): boolean {
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
  return [...fieldsAt(metadata, path)].some((field) => values.some((value) => isSame(field, value)));
}

/** Every field that the approver is shown under this dotted path: a field's own name may have dots, too. */
function* fieldsAt(value: Json, path: string): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    if (name === path) yield field;
    if (path.startsWith(`${name}.`)) yield* fieldsAt(field, path.slice(name.length + 1));
  }
}

/** Whether two values are the same JSON, in whatever order their fields come. */
function isSame(one: Json, other: Json): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [fields, others] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    fields.length === others.size &&
    fields.every(([name, field]) => others.has(name) && isSame(field, others.get(name) as Json))
  );
}
