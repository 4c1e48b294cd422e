import { createSecrets } from '../../platform/secrets';
import { disableInstallation, type Installation, listInstallations } from '../../store/slack';
import { type SlackHarness, startSlackHarness } from '../support/slack-asked';
import { installSlack } from '../support/slack-installed';
import { colleague } from '../support/slack-people';
import { buttonsOf, linksIn, saidIn, untilSays } from '../support/slack-said';
import { newTenant } from '../support/tenants';
import { until } from '../support/until';
import { attach } from '../support/uploads';

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness();
});
afterAll(() => handover?.stop());

const eventsOf = async (id: string, type: string) =>
  (await handover.call('GET', `/decisions/${id}/events`)).body.data.filter(
    (one: { type: string }) => one.type === type,
  );
const noted = (id: string, type: string) =>
  until(type, async () => {
    const [event] = await eventsOf(id, type);
    return event;
  });
const mailsTo = async (address: string) =>
  (await handover.mailbox.all()).filter(({ to }) => to?.some((one) => one.address === address)).length;
describe('the approver', () => {
  test('gets one direct message with a button for each verdict, found by their address [h.sl.dm]', async () => {
    const { id, person, message } = await handover.askInSlack();
    await noted(id, 'approver.notified');
    expect([message.team, message.user]).toEqual([handover.team, person]);
    expect(buttonsOf(message)).toEqual(['Approve', 'Deny', 'Modify', 'Open the page']);
    expect(handover.slack.calls.slice(-3).map(({ method }) => method)).toEqual([
      ...['users.lookupByEmail', 'conversations.open', 'chat.postMessage'],
    ]);
  });

  test('reads action, context, urgency, deadline, and has the link [a.c2]', async () => {
    const { message } = await handover.askInSlack({ agent: 'Contract agent', metadata: { deal: 'D-2291' } });
    const parts = [
      'Send contract to Acme Corp for $48,000/year',
      'enterprise plan after 3 sales calls',
      'High urgency',
    ];
    for (const part of [...parts, 'Contract agent asks for your approval', 'in 60 minutes', 'deal  D-2291'])
      expect(saidIn(message)).toContain(part);
    const page = linksIn(message).at(-1) ?? '';
    expect(page).toMatch(new RegExp(`^${handover.url}/d/[\\w-]{43}$`));
    expect((await fetch(page)).status).toBe(200);
  });

  test('is told by Slack alone, and the audit says so', async () => {
    const { id, person } = await handover.askInSlack();
    expect(await noted(id, 'approver.notified')).toMatchObject({ data: { channel: 'slack', recipient: person.email } });
    expect(await mailsTo(person.email)).toBe(0);
  });

  test('sees a file that is added later, and gets its bytes behind the link [h.sl.files]', async () => {
    const { id, message } = await handover.askInSlack();
    await attach(handover, id, [{ name: 'terms.txt', bytes: Buffer.from('The terms.') }]);
    await handover.reconcile();
    await untilSays(message, 'terms.txt');
    const link = linksIn(message).find((url) => url.includes('/files/')) ?? '';
    expect(await (await fetch(link)).text()).toBe('The terms.');
    expect(buttonsOf(message)).toContain('Approve');
  });

  test('is found in the second Slack workspace where the first does not have them', async () => {
    const other = handover.slack.team('Acme Labs');
    await installSlack(handover, other, handover.slack.token(other));
    const lea = handover.slack.person(other, { email: 'lea@labs.company.com' });
    const id = await handover.ask({ channel: 'slack', approver: lea.email });
    expect((await handover.messageTo(lea, id)).team).toBe(other);
  });

  test('is asked where words would call a whole channel, and nobody is called', async () => {
    const action = '<!channel> <@U012AB3CD> <https://evil.example|Approve> `x` @here';
    const { message } = await handover.askInSlack({ action, context: action });
    expect(saidIn(message)).toContain(action);
    const [sent] = handover.slack.calls.filter(({ method }) => method === 'chat.postMessage').slice(-1);
    const flags = [sent?.args.mrkdwn, sent?.args.link_names, sent?.args.unfurl_links, sent?.args.parse].map(String);
    expect(flags).toEqual(['false', 'false', 'false', 'none']);
    expect(sent?.args.text).toMatch(/^Approve\? &lt;!channel&gt; &lt;@U012AB3CD&gt;/);
  });
});

describe('somebody whom Slack cannot ask gets an e-mail, and the audit says why', () => {
  const unknown = { email: 'nobody@elsewhere.com' };
  test.each([
    ['no member', () => unknown, 'Company: Slack says users_not_found'],
    ['a former member', () => colleague(handover, { deleted: true }), 'Company: Slack says users_not_found'],
    [
      'a bot',
      () => colleague(handover, { is_bot: true }),
      'Company: this address is a bot in Slack, and bots cannot answer',
    ],
    [
      'a guest',
      () => colleague(handover, { is_restricted: true }),
      'Company: this address is a guest in Slack, and guests cannot answer',
    ],
    [
      'a guest of one channel',
      () => colleague(handover, { is_ultra_restricted: true }),
      'Company: this address is a guest in Slack',
    ],
  ])('%s', async (_who, make, reason) => {
    const { email } = make();
    const id = await handover.ask({ channel: 'slack', approver: email });
    expect((await handover.mailbox.to(email)).subject).toMatch(/^Approve\?/);
    const data = { channel: 'slack', recipient: email, reason: expect.stringContaining(reason) };
    expect(await noted(id, 'approver.unreachable')).toMatchObject({ actor: { type: 'system' }, data });
    expect((await handover.call('GET', `/decisions/${id}/record`)).body).toMatchObject({
      ...{ request: { channel: 'slack' }, asked: [{ recipient: email, channel: 'email' }] },
    });
    expect(await noted(id, 'approver.notified')).toMatchObject({ data: { channel: 'email' } });
  });
});

describe('where Slack is in trouble', () => {
  const posts = () => handover.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;

  test('a limit is waited for, and then the message comes, once', async () => {
    const before = posts();
    handover.slack.fail('chat.postMessage', { error: 'ratelimited', retryAfter: 1 });
    const { id, person } = await handover.askInSlack();
    await noted(id, 'approver.notified');
    expect([posts() - before, handover.slack.messages.filter(({ user }) => user === person).length]).toEqual([2, 1]);
    expect((await noted(id, 'approver.notify_failed')).data.error).toBe('Slack asks to wait');
    expect(await mailsTo(person.email)).toBe(0);
  });

  test('a limit of many minutes is not: an e-mail goes out', async () => {
    handover.slack.fail('users.lookupByEmail', { error: 'ratelimited', retryAfter: 600 });
    const { email } = colleague(handover);
    const id = await handover.ask({ channel: 'slack', approver: email });
    await handover.mailbox.to(email);
    expect(await noted(id, 'approver.notify_failed')).toMatchObject({ data: { error: 'Slack asks to wait' } });
    expect(await noted(id, 'approver.notified')).toMatchObject({ data: { channel: 'email' } });
  });

  test('a failure of its own is tried again', async () => {
    handover.slack.fail('chat.postMessage', { status: 503 }, { error: 'internal_error' });
    const { message } = await handover.askInSlack();
    expect(buttonsOf(message)).toContain('Approve');
  });

  test('a refusal for good is not: an e-mail goes out at once', async () => {
    const before = posts();
    handover.slack.fail('chat.postMessage', { error: 'messages_tab_disabled' });
    const { email } = colleague(handover);
    const id = await handover.ask({ channel: 'slack', approver: email });
    await handover.mailbox.to(email);
    expect(posts() - before).toBe(1);
    expect((await noted(id, 'approver.unreachable')).data.reason).toMatch(/^Company: Slack says messages_tab_disabled/);
  });
});

/** A workspace of ours with a Slack workspace of its own. */
async function anotherTenant() {
  const { workspaceId, at } = await newTenant(handover);
  const team = handover.slack.team('Zebra Ltd');
  await installSlack(handover, team, handover.slack.token(team), workspaceId);
  return { workspaceId, team, call: at({ port: Number(new URL(handover.url).port) }).call };
}
const inSlack = (approver: string) => ({ action: 'Refund', approver, channel: 'slack' });

describe('a token that Slack does not take any more', () => {
  test('ends the installation: an e-mail goes out, the audit says so, and Slack can be asked no more', async () => {
    const { call, team } = await anotherTenant();
    handover.slack.revoke(team);
    const { id } = (await call('POST', '/decisions', inSlack('zoe@company.com'))).body;
    expect((await handover.mailbox.to('zoe@company.com')).subject).toMatch(/^Approve\?/);
    const told = await until('it is noted', async () =>
      (await call('GET', `/decisions/${id}/events`)).body.data.find(
        ({ type }: { type: string }) => type === 'approver.notified',
      ),
    );
    expect(told).toMatchObject({ data: { channel: 'email' } });
    const { data } = (await call('GET', '/audit?type=slack.disabled')).body;
    expect(data).toMatchObject([{ data: { team_id: team.id, reason: 'token_revoked' } }]);
    const refused = await call('POST', '/decisions', inSlack('zoe@company.com'));
    expect([refused.status, refused.body.code]).toEqual([400, 'UNSUPPORTED_CHANNEL']);
    expect(refused.body.error).toContain('is not installed: GET /slack');
  });

  test('ends nothing where the app was installed anew meanwhile', async () => {
    const { workspaceId, team } = await anotherTenant();
    const [read] = await listInstallations(handover.db, workspaceId);
    const botToken = createSecrets(handover.config.HANDOVER_SECRET).seal(handover.slack.token(team));
    await handover.db.slackInstallation.updateMany({ where: { workspaceId }, data: { botToken } });
    await disableInstallation(handover.db, read as Installation, 'token_revoked', new Date());
    expect(await listInstallations(handover.db, workspaceId)).toMatchObject([{ disabledAt: null }]);
  });
});
