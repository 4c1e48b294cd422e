import type { z } from 'zod';
import type { Fault } from '../domain/fault';
import { quote } from '../domain/quote';

/** What zod found, as faults of fields. `within`: the path of the field that holds the parsed value. */
export function detailsOf({ issues }: z.ZodError, ...within: readonly string[]): readonly Fault[] {
  return issues.flatMap((issue) => faultsIn(issue, [...within, ...issue.path]));
}

function faultsIn(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): readonly Fault[] {
  const path = at.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...at, key].join('.'), message: 'is not a known field' }));
  if (issue.code === 'invalid_type' && issue.input === undefined && path) return [{ path, message: 'is required' }];
  if (issue.code === 'invalid_type') return [{ path: path || 'body', message: `must be ${article(issue.expected)}` }];
  if (issue.code === 'invalid_value' && issue.input === undefined)
    return [{ path, message: `is required: ${oneOf(issue.values)}` }];
  if (issue.code === 'invalid_value')
    return [{ path, message: `must be ${oneOf(issue.values)} (got ${quote(issue.input)})` }];
  return [{ path, message: issue.message }];
}

/** What zod calls a record is an object in JSON. */
function article(type: string): string {
  if (type === 'record') return 'an object';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`;
