import { createServer } from 'node:http';
import { z } from 'zod';
import { serve } from '../../platform/serve';

/**
 * SendGrid's `POST /v3/mail/send` as its documentation has it (twilio.com/docs/sendgrid/api-reference/mail-send):
 * a Bearer key, a checked body, 202 without a body; else the documented `errors`.
 */
export interface FakeSendGrid {
  readonly url: string;
  readonly apiKey: string;
  /** What was accepted, in order. */
  readonly accepted: readonly SentMail[];
  /** How often it was called, refused calls included. */
  readonly calls: number;
  /** Answers the next calls with these statuses instead. */
  fail(...statuses: number[]): void;
  close(): Promise<void>;
}

const address = z.strictObject({ email: z.email(), name: z.string().optional() });
const RESERVED =
  /^(x-sg-id|x-sg-eid|received|dkim-signature|content-type|content-transfer-encoding|to|from|subject|reply-to|cc|bcc)$/i;
const switched = z.strictObject({ enable: z.boolean() });

const sentMail = z.strictObject({
  personalizations: z.array(z.strictObject({ to: z.array(address).min(1) })).min(1),
  from: address,
  reply_to: address.optional(),
  subject: z.string().min(1),
  content: z
    .array(z.strictObject({ type: z.string(), value: z.string().min(1) }))
    .min(1)
    .refine((all) => all.findIndex(({ type }) => type === 'text/plain') <= 0, 'text/plain must be first'),
  headers: z
    .record(
      z
        .string()
        .regex(/^(?!.*\s)/)
        .refine((name) => !RESERVED.test(name)),
      z.string(),
    )
    .optional(),
  tracking_settings: z.strictObject({ click_tracking: switched, open_tracking: switched }).partial().optional(),
});
export type SentMail = z.infer<typeof sentMail>;

export async function startSendGrid(): Promise<FakeSendGrid> {
  const accepted: SentMail[] = [];
  const apiKey = 'SG.a-key-of-the-tests.that-nobody-may-see';
  let failures: number[] = [];
  let calls = 0;
  const reply = async (method: string, authorization: string | undefined, body: string) => {
    calls += 1;
    const failure = failures.shift();
    if (failure !== undefined) return errorReply(failure, failure === 429 ? 'too many requests' : 'an error occurred');
    if (method !== 'POST /v3/mail/send') return errorReply(404, 'not found');
    if (authorization !== `Bearer ${apiKey}`)
      return errorReply(401, 'The provided authorization grant is invalid, expired, or revoked');
    const mail = sentMail.safeParse(JSON.parse(body));
    if (!mail.success) return errorReply(400, mail.error.message);
    accepted.push(mail.data);
    return { status: 202, body: '' };
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = `${request.method} ${request.url}`;
    const { status, body } = await reply(call, request.headers.authorization, Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  const { port, close } = await serve(server, { port: 0, host: '127.0.0.1' });
  return {
    ...{ url: `http://127.0.0.1:${port}`, apiKey, accepted },
    get calls() {
      return calls;
    },
    fail: (...statuses) => {
      failures = statuses;
    },
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}

const errorReply = (status: number, message: string) => ({
  status,
  body: JSON.stringify({ errors: [{ message, field: null, help: null }] }),
});
