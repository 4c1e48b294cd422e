import type { z } from 'zod';

/** What is wrong, as Slack says it: `must be less than 151 characters [json-pointer:/blocks/0/text/text]`. */
export function complaints(error: z.ZodError, under: readonly PropertyKey[] = []): string[] {
  return error.issues.map((issue) => `${words(issue)} [json-pointer:${pointer([...under, ...issue.path])}]`);
}

const pointer = (path: readonly PropertyKey[]) => path.map((step) => `/${String(step)}`).join('');

function words(issue: z.core.$ZodIssue): string {
  const unit = issue.code === 'too_big' || issue.code === 'too_small' ? issue.origin : null;
  if (issue.code === 'too_big' && unit === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
  if (issue.code === 'too_small' && unit === 'string')
    return `must be more than ${Number(issue.minimum) - 1} characters`;
  if (issue.code === 'too_big' && unit === 'array') return `no more than ${issue.maximum} items allowed`;
  if (issue.code === 'too_small' && unit === 'array') return `no fewer than ${issue.minimum} items allowed`;
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_union') return 'unsupported type';
  return issue.message;
}
