import { workflowIdOf } from '../../workflows/names';
import { type FakeSendGrid, startSendGrid } from '../support/fake-sendgrid';
import { type Harness, startHarness } from '../support/harness';
import { foundIn, historyText } from '../support/history';
import { type SmtpServer, startSmtpServer } from '../support/smtp';
import { until } from '../support/until';

const MAIL_FROM = 'Approvals <approvals@company.com>';
const SCHEDULED = { response_type: { type: 'schedule' } };

let handover: Harness;

/** Waits until the approver of this decision was told, and gives the audit's words about it. */
async function toldAs(id: string): Promise<readonly string[]> {
  const where = { decisionId: id, type: { startsWith: 'approver.' } };
  await until('the approver is told', () => handover.db.auditEvent.count({ where: { ...where, type: TOLD } }), 25_000);
  const events = await handover.db.auditEvent.findMany({ where, orderBy: { sequence: 'asc' } });
  return events.map(({ type }) => type);
}
const TOLD = 'approver.notified';

/** Answers with a time far ahead, so that the workflow goes on, and waits until it has nothing more to tell. */
async function answerForLater(id: string): Promise<void> {
  const execute_at = new Date(Date.now() + 3_600_000).toISOString();
  expect((await handover.answer(id, { action: 'approve', execute_at })).status).toBe(200);
  const handle = handover.temporal.workflow.getHandle(workflowIdOf(id));
  await until('no activity is left', async () => (await handle.describe()).raw.pendingActivities?.length === 0, 25_000);
}

describe('SendGrid', () => {
  let sendGrid: FakeSendGrid;
  beforeAll(async () => {
    sendGrid = await startSendGrid();
    const env = { SENDGRID_API_URL: sendGrid.url, SENDGRID_API_KEY: sendGrid.apiKey, MAIL_FROM };
    handover = await startHarness({ env });
  });
  afterAll(async () => {
    await handover.stop();
    await sendGrid.close();
  });
  const sentTo = (approver: string) =>
    sendGrid.accepted.filter(({ personalizations }) => personalizations[0]?.to[0]?.email === approver);

  test('a message goes out as the documented call, and SendGrid is told to leave its links alone', async () => {
    const id = await handover.ask({ approver: 'grid@company.com' });
    await toldAs(id);
    const off = { enable: false };
    expect(sentTo('grid@company.com')).toMatchObject([
      {
        personalizations: [{ to: [{ email: 'grid@company.com' }] }],
        from: { email: 'approvals@company.com', name: 'Approvals' },
        subject: 'Approve? Send contract to Acme Corp for $48,000/year',
        content: [{ type: 'text/plain' }, { type: 'text/html' }],
        headers: { 'Message-ID': expect.stringContaining(id) },
        tracking_settings: { click_tracking: off, open_tracking: off },
      },
    ]);
  });

  test('both parts carry the three links, and a hostile action stays text', async () => {
    const approver = 'hostile@company.com';
    await toldAs(await handover.ask({ approver, action: 'Pay\r\nBcc: x@y.com\r\n\r\n<script>1</script> \u202egnp' }));
    const [mail] = sentTo(approver);
    expect(mail?.subject).toBe('Approve? Pay Bcc: x@y.com <script>1</script> gnp');
    expect(mail?.content[1]?.value).not.toMatch(/<script|\u202e/);
    for (const { value } of mail?.content ?? [])
      for (const verdict of ['approve', 'deny', 'modify'])
        expect(value).toMatch(new RegExp(`${handover.url}/d/[\\w-]{43}\\?answer=${verdict}`));
  });

  test('429 and 500 are tried again: one message in the end, one failure in the audit', async () => {
    sendGrid.fail(429, 500);
    const before = sendGrid.calls;
    const id = await handover.ask({ approver: 'again@company.com' });
    expect(await toldAs(id)).toEqual(['approver.notify_failed', 'approver.notified']);
    expect(sendGrid.calls - before).toBe(3);
    expect(sentTo('again@company.com')).toHaveLength(1);
    const failed = { decisionId: id, type: 'approver.notify_failed' };
    const { data } = await handover.db.auditEvent.findFirstOrThrow({ where: failed });
    expect(data).toEqual({ channel: 'email', recipient: 'again@company.com', error: expect.any(String) });
  });
});

describe('SMTP', () => {
  let smtp: SmtpServer;
  beforeAll(async () => {
    smtp = await startSmtpServer();
    handover = await startHarness({ env: { SMTP_URL: smtp.url, MAIL_FROM } });
  });
  afterAll(async () => {
    await handover.stop();
    await smtp.close();
  });
  const takenFor = (approver: string) => smtp.taken.filter(({ envelope }) => envelope.to.includes(approver));

  test('a message goes out over the mail server, after the password, in HTML and text', async () => {
    const id = await handover.ask({ approver: 'smtp@company.com' });
    await toldAs(id);
    const [mail] = takenFor('smtp@company.com');
    expect(mail).toMatchObject({
      envelope: { from: 'approvals@company.com', to: ['smtp@company.com'] },
      from: { name: 'Approvals', address: 'approvals@company.com' },
      subject: 'Approve? Send contract to Acme Corp for $48,000/year',
      messageId: expect.stringContaining(id),
    });
    for (const part of [mail?.html, mail?.text])
      for (const verdict of ['approve', 'deny', 'modify']) expect(part).toContain(`?answer=${verdict}`);
  });

  test('a mail server that is busy is tried again: one message in the end, one failure in the audit', async () => {
    smtp.refuse(451, 451);
    const before = smtp.refusals;
    const id = await handover.ask({ approver: 'busy@company.com' });
    expect(await toldAs(id)).toEqual(['approver.notify_failed', 'approver.notified']);
    expect(smtp.refusals - before).toBe(2);
    expect(takenFor('busy@company.com')).toHaveLength(1);
  });

  test('a mail server that takes the connection and says nothing is given up after 10 s, and tried again', async () => {
    smtp.stall();
    const id = await handover.ask({ approver: 'stalled@company.com' });
    expect(await toldAs(id)).toEqual(['approver.notify_failed', 'approver.notified']);
    expect(takenFor('stalled@company.com')).toHaveLength(1);
  });

  test('a refusal that names the address leaves it out of Temporal’s history', async () => {
    smtp.refuse(550);
    const id = await handover.ask({ ...SCHEDULED, approver: 'unwelcome@company.com' });
    await toldAs(id);
    await answerForLater(id);
    const kept = await historyText(handover.temporal, workflowIdOf(id));
    expect(kept).toContain('the approver could not be notified over email');
    expect(foundIn(kept, ['unwelcome', 'is not welcome', smtp.password])).toEqual([]);
  });

  test('a decision that was answered before the mail could be sent sends none', async () => {
    smtp.refuse(...Array(20).fill(451));
    const before = smtp.refusals;
    const id = await handover.ask({ ...SCHEDULED, approver: 'quick@company.com' });
    await until('it was tried', () => smtp.refusals > before);
    await answerForLater(id);
    expect(takenFor('quick@company.com')).toEqual([]);
  });
});
