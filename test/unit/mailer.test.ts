import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMailer, type Mail } from '../../channels/email/mailer';
import { type FakeSendGrid, startSendGrid } from '../support/fake-sendgrid';
import { openMailbox } from '../support/mailbox';
import { type SmtpServer, startSmtpServer } from '../support/smtp';

const folder = mkdtempSync(path.join(tmpdir(), 'handover-mailer-'));
const config = {
  ...{ SENDGRID_API_KEY: undefined, SENDGRID_API_URL: undefined, SMTP_URL: undefined, MAIL_REPLY_TO: undefined },
  ...{ MAIL_FROM: 'Approvals <approvals@company.com>', PUBLIC_URL: 'https://handover.company.com' },
  HANDOVER_DATA_DIR: folder,
};
const mail = (over: Partial<Mail> = {}): Mail => ({
  ...{ id: 'decision.0', to: 'sarah@company.com', subject: 'Approve? Pay', html: '<p>Hello</p>', text: 'Hello' },
  ...over,
});

let smtp: SmtpServer;
let sendGrid: FakeSendGrid;
beforeAll(async () => {
  [smtp, sendGrid] = await Promise.all([startSmtpServer(), startSendGrid()]);
});
afterAll(async () => {
  await Promise.all([smtp?.close(), sendGrid?.close()]);
  rmSync(folder, { recursive: true });
});

const outbox = async (sent: Mail, over: object = {}) => {
  await createMailer({ ...config, ...over })(sent);
  return openMailbox(folder).to(sent.to);
};
const overSmtp = async (sent: Mail, over: object = {}) => {
  await createMailer({ ...config, ...over, SMTP_URL: smtp.url })(sent);
  const found = smtp.taken.findLast(({ envelope }) => envelope.to.includes(sent.to));
  if (!found) throw new Error('nothing was sent');
  return found;
};
const overSendGrid = async (sent: Mail, over: object = {}) => {
  const settings = { SENDGRID_API_KEY: sendGrid.apiKey, SENDGRID_API_URL: sendGrid.url };
  await createMailer({ ...config, ...over, ...settings })(sent);
  return sendGrid.accepted.at(-1);
};

describe.each([
  ['the outbox', outbox],
  ['SMTP', overSmtp],
])('%s', (kind, send) => {
  const to = (name: string) => `${name}-${kind.replace(' ', '-')}@company.com`.toLowerCase();
  const headerOf = ({ headers }: Awaited<ReturnType<typeof send>>, key: string) =>
    headers.find((header) => header.key === key)?.value;

  test('a message tells other machines not to answer it, and people where replies go', async () => {
    const received = await send(mail({ to: to('sarah') }));
    expect(headerOf(received, 'auto-submitted')).toBe('auto-generated');
    expect(headerOf(received, 'x-auto-response-suppress')).toBe('All');
    expect(received.replyTo).toEqual([{ name: 'Approvals', address: 'approvals@company.com' }]);
  });

  test('replies go to MAIL_REPLY_TO where it is set', async () => {
    const received = await send(mail({ to: to('ben') }), { MAIL_REPLY_TO: 'Help Desk <help@company.com>' });
    expect(received.replyTo).toEqual([{ name: 'Help Desk', address: 'help@company.com' }]);
    expect(received.from?.address).toBe('approvals@company.com');
  });

  test.each([
    'Approve? =?utf-8?b?4oCu?= reversed',
    'Approve? =?utf-8?q?=E2=80=AE?= and Grüße 你好 👍 =?utf-8?q?=E2=80=AE?=',
    `Approve? =?${'long '.repeat(30)}`,
  ])('the subject "%s" is shown as it is', async (subject) => {
    const received = await send(mail({ to: to(`subject-${subject.length}`), subject }));
    expect(received.subject).toBe(subject);
  });
});

test('SendGrid gets the same headers, a reply address only where one is set, and no subject that can be decoded', async () => {
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
  const first = await overSendGrid(mail({ subject: 'Approve? =?utf-8?b?4oCu?= reversed' }));
  expect(first).toMatchObject({ headers, subject: 'Approve? = ?utf-8?b?4oCu?= reversed' });
  expect(first).not.toHaveProperty('reply_to');
  const second = await overSendGrid(mail(), { MAIL_REPLY_TO: 'Help Desk <help@company.com>' });
  expect(second).toMatchObject({ headers, reply_to: { email: 'help@company.com', name: 'Help Desk' } });
});

test('the outbox is readable by its owner only', async () => {
  await outbox(mail({ id: 'private' }));
  const modes = ['outbox', 'outbox/private.eml'].map((name) => statSync(path.join(folder, name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600]);
});
