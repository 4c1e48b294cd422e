import type { z } from 'zod';
import type { Detail } from './errors';

/** What zod found wrong, as faults of fields. `within`: the field that the parsed value stands in. */
export function detailsOf({ issues }: z.ZodError, ...within: readonly string[]): readonly Detail[] {
  return issues.flatMap((issue) => faultsIn(issue, [...within, ...issue.path]));
}

function faultsIn(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): readonly Detail[] {
  const path = at.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...at, key].join('.'), message: 'is not a known field' }));
  if (issue.code === 'invalid_type' && issue.input === undefined && path) return [{ path, message: 'is missing' }];
  if (issue.code === 'invalid_type') return [{ path: path || 'body', message: `must be ${article(issue.expected)}` }];
  if (issue.code === 'invalid_value' && issue.input === undefined)
    return [{ path, message: `is missing: it must be ${oneOf(issue.values)}` }];
  if (issue.code === 'invalid_value')
    return [{ path, message: `must be ${oneOf(issue.values)}, ${JSON.stringify(issue.input)} is not` }];
  return [{ path, message: issue.message }];
}

/** What zod calls a record is an object to whoever writes JSON. */
function article(type: string): string {
  if (type === 'record') return 'an object';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`;
