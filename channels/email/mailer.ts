import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import client from '@sendgrid/client';
import sendgrid from '@sendgrid/mail';
import { createTransport } from 'nodemailer';
import type { Config } from '../../platform/config';
import { AUTOMATIC, brokenSubject, literalSubject } from './headers';

export interface Mail {
  /** Unique for this message, the same on a retry. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
/** Sends one message, or throws. */
export type Mailer = (mail: Mail) => Promise<void>;

type MailConfig = Pick<
  Config,
  | 'SENDGRID_API_KEY'
  | 'SENDGRID_API_URL'
  | 'SMTP_URL'
  | 'MAIL_FROM'
  | 'MAIL_REPLY_TO'
  | 'PUBLIC_URL'
  | 'HANDOVER_DATA_DIR'
>;

/** Less than the 30 seconds an activity has, so that no two attempts at one message overlap. */
const CONNECT_MS = 10_000;
const REPLY_MS = 25_000;

/** Uses the first that is configured: SendGrid, SMTP, otherwise the outbox on this machine. */
export function createMailer(config: MailConfig): Mailer {
  if (config.SENDGRID_API_KEY) return sendGrid(config.SENDGRID_API_KEY, config);
  return config.SMTP_URL ? smtp(config.SMTP_URL, config) : outbox(config);
}

function sendGrid(apiKey: string, { MAIL_FROM, MAIL_REPLY_TO, SENDGRID_API_URL, ...config }: MailConfig): Mailer {
  client.setApiKey(apiKey);
  if (SENDGRID_API_URL) client.setDefaultRequest('baseUrl', SENDGRID_API_URL);
  sendgrid.setClient(client);
  sendgrid.setTimeout(REPLY_MS);
  return async ({ id, subject, ...mail }) => {
    const tracking = { clickTracking: { enable: false }, openTracking: { enable: false } }; // links must not be rewritten
    await sendgrid.send({
      ...mail,
      subject: brokenSubject(subject),
      from: MAIL_FROM,
      ...(MAIL_REPLY_TO ? { replyTo: MAIL_REPLY_TO } : {}),
      headers: { ...AUTOMATIC, 'Message-ID': messageId(id, config) },
      trackingSettings: tracking,
    });
  };
}

function smtp(url: string, config: MailConfig): Mailer {
  const patience = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: REPLY_MS };
  const transport = createTransport({ url, ...patience });
  return async (mail) => {
    await transport.sendMail(envelopeOf(mail, config));
  };
}

/** Writes each message as an `.eml` file under `<data dir>/outbox`, named by its id, completely or not at all. */
function outbox(config: MailConfig): Mailer {
  const folder = path.join(config.HANDOVER_DATA_DIR, 'outbox');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (mail) => {
    const { message } = await transport.sendMail(envelopeOf(mail, config));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, `${mail.id}.eml`);
    await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${file}.part`, file);
  };
}

/** The message as Nodemailer takes it. */
const envelopeOf = ({ id, subject, ...mail }: Mail, config: MailConfig) => ({
  ...mail,
  subject: literalSubject(subject),
  from: config.MAIL_FROM,
  replyTo: config.MAIL_REPLY_TO ?? config.MAIL_FROM,
  messageId: messageId(id, config),
  headers: AUTOMATIC,
});

const messageId = (id: string, { PUBLIC_URL }: Pick<MailConfig, 'PUBLIC_URL'>): string =>
  `<${id}@${new URL(PUBLIC_URL).hostname}>`;
