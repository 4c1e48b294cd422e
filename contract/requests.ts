import { z } from 'zod';
import { ASSURANCES } from '../domain/assurance';
import { CHANNELS, type Channel } from '../domain/channel';
import { quote } from '../domain/quote';
import { rulesOf } from '../domain/response-types';
import { URGENCIES } from '../domain/urgency';
import { VERDICTS } from '../domain/verdict';
import { HandoverError, invalidAll } from './errors';
import { minutes, time, YEAR } from './fields';
import { httpUrl } from './http-url';
import { detailsOf } from './issues';
import { jsonObject } from './json';
import { faultsInPlan, hasApprovers, type Plan, planFields, planOf } from './plan';
import { responseType } from './response-types';
import { unstorable } from './storable';
import { atMost, filled, optionalText, unique } from './texts';
import { trace } from './trace';

const HOUR = 60;
const KILOBYTE = 1024;

/** `POST /decisions`. Unknown fields are refused; a null counts as not given, but for `timeout_minutes`: never. */
export const createRequest = z
  .strictObject({
    action: filled(2_000).describe('What the agent wants to do.'),
    ...planFields,
    context: optionalText(50_000)
      .nullable()
      .default(null)
      .describe('What the approver needs to know to decide, as text or Markdown.'),
    agent: optionalText(100).nullable().default(null).describe('The name of the agent, shown to the approver.'),
    urgency: z.enum(URGENCIES).default('medium'),
    timeout_minutes: minutes(YEAR).nullable().default(HOUR).describe('Null: no deadline.'),
    channel: z
      .string()
      .default('email')
      .describe('How the approver is notified.')
      .meta({ override: { enum: [...CHANNELS] } }), // any other word is UNSUPPORTED_CHANNEL
    options: atMost(
      VERDICTS.length,
      'options',
      z
        .array(z.enum(VERDICTS))
        .min(1, 'must have at least one of approve, deny, modify')
        .refine(unique, 'must not repeat an option'),
    )
      .optional()
      .describe('The possible answers. Default: all that the response type allows.'),
    callback_url: httpUrl.nullable().default(null).describe('Where events are sent. Required with channel webhook.'),
    response_type: responseType.default({ type: 'approve_deny' }).describe('What the approver fills in.'),
    enforce: z.boolean().default(false).describe('Adds `action_permitted` to the decision.'),
    amount: z
      .number()
      .min(0, 'must be at least 0')
      .nullable()
      .default(null)
      .describe('An amount that policy rules can compare.'),
    metadata: jsonObject
      .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 16 * KILOBYTE, 'must be at most 16 KB')
      .nullable()
      .default(null)
      .describe('Shown to the approver and returned as sent. Up to 16 KB.'),
    context_images: atMost(5, 'images', z.array(httpUrl).max(5)).default([]).describe('Images shown to the approver.'),
    trace: trace.default([]).describe('What the agent saw and did before it asked. Up to 192 KB.'),
    min_assurance: z
      .enum(ASSURANCES)
      .exclude(['api'])
      .default('link')
      .describe('How certain it must be who answers, weakest first.'),
    require_reason_on_deny: z.boolean().default(false).describe('Whether a denial requires a note.'),
  })
  .refine(hasApprovers, {
    path: ['approver'],
    message: 'is required, or approvers, or steps',
    when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value), // whatever else is wrong
  })
  .superRefine((body, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (body.channel === 'webhook' && body.callback_url === null)
      fault('callback_url', 'is required with channel webhook: the decision is sent there');
    const { options } = rulesOf(body.response_type);
    if (options && body.options?.some((option) => !options.includes(option)))
      fault('options', `must be ${options.join(' or ')} with response_type ${body.response_type.type}`);
    for (const { path, message } of faultsInPlan(body)) context.addIssue({ code: 'custom', path: [...path], message });
  })
  .transform((body) => {
    const plan = planOf(body);
    return {
      ...body,
      approver: body.approver ?? firstOf(plan),
      channel: servedChannel(body.channel),
      options: body.options ?? [...(rulesOf(body.response_type).options ?? VERDICTS)],
      plan,
    };
  });
export type CreateRequest = z.infer<typeof createRequest>;

const firstOf = ({ steps }: Plan): string => steps[0]?.approvers[0] ?? '';

/** `POST /decisions/:id/resolve`. */
export const resolveRequest = z.strictObject({
  action: z.enum(VERDICTS),
  notes: optionalText(10_000).nullable().default(null).describe('Required with modify, unless response_data is given.'),
  response_data: jsonObject.nullable().default(null).describe('What the response_type asks for.'),
  resolved_by: filled(254)
    .nullable()
    .default(null)
    .describe('Who answered. Default: the approver, where only one is asked.'),
  execute_at: time
    .nullable()
    .default(null)
    .describe('When the action runs. Only with approve and response_type schedule.'),
});

/** `POST /decisions/:id/cancel`. */
export const cancelRequest = z.strictObject({ reason: optionalText(10_000).nullable().default(null) });

/** Parses a request. Throws VALIDATION_ERROR, naming every field at fault. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  return checked(schema, input, withoutNulls(input));
}

/** Parses a PATCH, in which null clears a field that can be empty, and is refused in any other. */
export function parseChange<T>(schema: z.ZodType<T>, input: unknown): T {
  return checked(schema, input, input);
}

function checked<T>(schema: z.ZodType<T>, input: unknown, meant: unknown): T {
  const result = schema.safeParse(meant, { reportInput: true });
  const faults = [...unstorable(input), ...(result.error ? detailsOf(result.error) : [])];
  if (result.success && faults.length === 0) return result.data;
  throw invalidAll(faults);
}

/** Fields in which null has a meaning: never, and JSON's own null. */
const NULL_IS_MEANT = new Set(['timeout_minutes', 'content']);
/** Fields whose own fields are ours, and not the caller's. */
const NESTED = new Set(['response_type', 'fields', 'trace', 'steps']);

/** An optional field that is null counts as left out. */
function withoutNulls(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutNulls);
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(
    Object.entries(input)
      .filter(([key, value]) => value !== null || NULL_IS_MEANT.has(key))
      .map(([key, value]) => [key, NESTED.has(key) ? withoutNulls(value) : value]),
  );
}

/** Throws UNSUPPORTED_CHANNEL, and not VALIDATION_ERROR, for an unknown channel. */
function servedChannel(name: string): Channel {
  const channel = CHANNELS.find((known) => known === name);
  if (!channel)
    throw new HandoverError('UNSUPPORTED_CHANNEL', {
      reason: `channel must be one of ${CHANNELS.join(', ')} (got ${quote(name)})`,
    });
  return channel;
}
