import { z } from 'zod';

const SECONDS = { s: 1, m: 60, h: 3_600 } as const;

/** One limit as operators write it. `none` lifts the limit and becomes null. */
const limit = <Value>(form: RegExp, like: string, read: (...parts: string[]) => Value) =>
  z
    .string()
    .refine((text) => text === 'none' || form.test(text), `must be ${like}, or none`)
    .transform((text) => (text === 'none' ? null : read(...(form.exec(text) ?? []))))
    .exactOptional();

const amount = limit(/^[1-9]\d{0,8}$/, 'a number from 1 up', Number);
const people = limit(
  /^(?:owner|([1-9]\d{0,3})\/(workspace|key))$/,
  'owner, or like 3/key or 2/workspace',
  (...parts) => (parts[0] === 'owner' ? 'owner' : { most: Number(parts[1]), per: parts[2] as 'workspace' | 'key' }),
);
const rate = limit(
  /^([1-9]\d{0,5})\/([1-9]\d?)?([smh])$/,
  'like 30/1m (s, m or h)',
  (_, times, number = '1', unit) => ({
    times: Number(times),
    seconds: Number(number) * SECONDS[unit as keyof typeof SECONDS],
  }),
);

/** `HANDOVER_LIMITS`, such as `decisions_per_month=250, create=60/1m, page=none`: the limits that differ from the tier's. */
export const limitsSetting = z
  .string()
  .transform((text) => Object.fromEntries(text.split(',').map(pairIn)))
  .pipe(
    z.strictObject({
      ...{ decisions_per_month: amount, approvers: people },
      ...{ create: rate, read: rate, page: rate, account: rate, keys: rate },
    }),
  );

function pairIn(part: string): [string, string] {
  const [name = '', ...value] = part.split('=');
  return [name.trim(), value.join('=').trim()];
}
