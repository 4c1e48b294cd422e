import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import client from '@sendgrid/client';
import sendgrid from '@sendgrid/mail';
import { createTransport } from 'nodemailer';
import type { Config } from '../../platform/config';

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
  'SENDGRID_API_KEY' | 'SENDGRID_API_URL' | 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL' | 'HANDOVER_DATA_DIR'
>;

/** An activity has 30 s: a server that stalls is given up before that, so that no two attempts at one message overlap. */
const CONNECT_MS = 10_000;
const REPLY_MS = 25_000;

/** The first that is configured: SendGrid, SMTP, else the outbox on this machine. */
export function createMailer(config: MailConfig): Mailer {
  if (config.SENDGRID_API_KEY) return sendGrid(config.SENDGRID_API_KEY, config);
  return config.SMTP_URL ? smtp(config.SMTP_URL, config) : outbox(config);
}

function sendGrid(apiKey: string, { MAIL_FROM, SENDGRID_API_URL, ...config }: MailConfig): Mailer {
  client.setApiKey(apiKey);
  if (SENDGRID_API_URL) client.setDefaultRequest('baseUrl', SENDGRID_API_URL);
  sendgrid.setClient(client);
  sendgrid.setTimeout(REPLY_MS);
  return async ({ id, ...mail }) => {
    const tracking = { clickTracking: { enable: false }, openTracking: { enable: false } }; // a rewritten link would leave our hands
    await sendgrid.send({
      ...mail,
      from: MAIL_FROM,
      headers: { 'Message-ID': messageId(id, config) },
      trackingSettings: tracking,
    });
  };
}

function smtp(url: string, config: MailConfig): Mailer {
  const patience = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: REPLY_MS };
  const transport = createTransport({ url, ...patience }, { from: config.MAIL_FROM });
  return async ({ id, ...mail }) => {
    await transport.sendMail({ ...mail, messageId: messageId(id, config) });
  };
}

/** Each message an `.eml` file under `<data dir>/outbox`, named by its id, whole or not there. */
function outbox(config: MailConfig): Mailer {
  const folder = path.join(config.HANDOVER_DATA_DIR, 'outbox');
  const transport = createTransport(
    { streamTransport: true, buffer: true, newline: 'windows' },
    { from: config.MAIL_FROM },
  );
  return async ({ id, ...mail }) => {
    const { message } = await transport.sendMail({ ...mail, messageId: messageId(id, config) });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, `${id}.eml`);
    await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${file}.part`, file);
  };
}

const messageId = (id: string, { PUBLIC_URL }: Pick<MailConfig, 'PUBLIC_URL'>): string =>
  `<${id}@${new URL(PUBLIC_URL).hostname}>`;
