import { z } from 'zod';
import { URGENCIES, VERDICTS } from './decision';
import { HandoverError, invalid } from './errors';
import { httpUrl } from './http-url';
import { detailsOf } from './issues';
import { jsonObject } from './json';
import { ASSURANCES, CHANNELS, type Channel } from './model';
import { responseType, rulesOf } from './response-types';
import { unstorable } from './storable';
import { filled, text, unique } from './texts';
import { trace } from './trace';

const HOUR = 60;
/** In minutes. */
export const YEAR = 525_600;
const KILOBYTE = 1024;

/** A text that may be left out: one of white space alone says nothing. */
export const optionalText = (max: number) => text(max).transform((value) => (value.trim() === '' ? null : value));
/** An address, kept as given and compared without case. */
export const email = z
  .email({ error: ({ input }) => `must be an e-mail address, ${JSON.stringify(input)} is not` })
  .max(254);
/** A time with its zone. */
export const time = z.iso
  .datetime({
    offset: true,
    error: ({ input }) => `must be an ISO 8601 time with a zone, ${JSON.stringify(input)} is not`,
  })
  .transform((value) => new Date(value));
export const minutes = (max: number) =>
  z.number().gt(0, 'must be more than 0').max(max, `must be at most ${max} (one year)`);

/** `POST /decisions`. Unknown fields are refused; a null counts as not given, but for `timeout_minutes`: never. */
export const createRequest = z
  .strictObject({
    action: filled(2_000).describe('What the agent wants to do.'),
    approver: email.describe('Who decides.'),
    context: optionalText(50_000).nullable().default(null).describe('What helps to decide, as text or Markdown.'),
    agent: optionalText(100).nullable().default(null).describe("The agent's name, as the approver sees it."),
    urgency: z.enum(URGENCIES).default('medium'),
    timeout_minutes: minutes(YEAR).nullable().default(HOUR).describe('Null: no deadline.'),
    channel: z.string().default('email').describe('email, slack or webhook.'),
    options: z
      .array(z.enum(VERDICTS))
      .min(1, 'needs at least one of approve, deny, modify')
      .refine(unique, 'must not repeat a word')
      .optional()
      .describe('What may be answered; all three unless it is said.'),
    callback_url: httpUrl.nullable().default(null).describe('Where events are sent; needed with channel webhook.'),
    response_type: responseType.default({ type: 'approve_deny' }).describe('What the approver fills in.'),
    enforce: z.boolean().default(false).describe('Adds action_permitted to the decision.'),
    amount: z.number().min(0, 'must be 0 or more').nullable().default(null).describe('What rules can compare.'),
    backup_approver: email.nullable().default(null).describe('Who is asked when the approver does not answer.'),
    escalate_after_minutes: minutes(YEAR).nullable().default(null).describe('When the backup is asked.'),
    metadata: jsonObject
      .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 16 * KILOBYTE, 'must be at most 16 KB')
      .nullable()
      .default(null)
      .describe('Shown to the approver, and returned as given; up to 16 KB.'),
    context_images: z.array(httpUrl).max(5, 'can have at most 5 images').default([]).describe('Shown on the page.'),
    trace: trace.default([]).describe('What the agent saw and did before it asked; up to 192 KB.'),
    min_assurance: z
      .enum(ASSURANCES)
      .exclude(['api'])
      .default('link')
      .describe('How sure it must be who answers, weakest first.'),
    require_reason_on_deny: z.boolean().default(false).describe('Whether a deny needs a note.'),
  })
  .superRefine((body, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (body.channel === 'webhook' && body.callback_url === null)
      fault('callback_url', 'is needed with channel webhook: the decision is sent there');
    const { options } = rulesOf(body.response_type);
    if (options && body.options?.some((option) => !options.includes(option)))
      fault('options', `can only be ${options.join(' and ')} with response_type ${body.response_type.type}`);
    const { timeout_minutes: timeout, escalate_after_minutes: escalation } = body;
    if (timeout !== null && escalation !== null && escalation >= timeout)
      fault('escalate_after_minutes', `must be less than timeout_minutes (${timeout})`);
  })
  .transform((body) => ({
    ...body,
    channel: servedChannel(body.channel),
    options: body.options ?? [...(rulesOf(body.response_type).options ?? VERDICTS)],
  }));
export type CreateRequest = z.infer<typeof createRequest>;

/** `POST /decisions/:id/resolve`. */
export const resolveRequest = z.strictObject({
  action: z.enum(VERDICTS),
  notes: optionalText(10_000).nullable().default(null).describe('Needed with modify, unless there is response_data.'),
  response_data: jsonObject.nullable().default(null).describe('What the response_type asks for.'),
  resolved_by: filled(254).nullable().default(null).describe('Who answered, as you know them; else the approver.'),
  execute_at: time.nullable().default(null).describe('The time, with approve of a schedule.'),
});
export type ResolveRequest = z.infer<typeof resolveRequest>;

/** `POST /decisions/:id/cancel`. */
export const cancelRequest = z.strictObject({ reason: optionalText(10_000).nullable().default(null) });

/** The request, parsed; throws VALIDATION_ERROR that names every field at fault. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  return checked(schema, input, withoutNulls(input));
}

/** A change, parsed likewise: null clears a field that can be empty, and is refused in any other. */
export function parseChange<T>(schema: z.ZodType<T>, input: unknown): T {
  return checked(schema, input, input);
}

function checked<T>(schema: z.ZodType<T>, input: unknown, meant: unknown): T {
  const result = schema.safeParse(meant, { reportInput: true });
  const faults = [...unstorable(input), ...(result.error ? detailsOf(result.error) : [])];
  if (result.success && faults.length === 0) return result.data;
  throw invalid(...faults);
}

/** Where null says something: never, and JSON's own null. */
const NULL_IS_MEANT = new Set(['timeout_minutes', 'content']);
/** Fields that hold fields of ours, and not what somebody made up. */
const NESTED = new Set(['response_type', 'fields', 'trace']);

/** An optional field given as null is one not given. */
function withoutNulls(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutNulls);
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(
    Object.entries(input)
      .filter(([key, value]) => value !== null || NULL_IS_MEANT.has(key))
      .map(([key, value]) => [key, NESTED.has(key) ? withoutNulls(value) : value]),
  );
}

/** A word that is no channel, or one this server cannot serve, is UNSUPPORTED_CHANNEL, and not a wrong field. */
function servedChannel(name: string): Channel {
  const channel = CHANNELS.find((known) => known === name);
  if (!channel)
    throw new HandoverError(
      'UNSUPPORTED_CHANNEL',
      `channel must be one of ${CHANNELS.join(', ')}, "${name}" is not available here`,
    );
  return channel;
}
