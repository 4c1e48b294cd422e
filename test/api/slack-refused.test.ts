import { faultIn } from '../../channels/slack/inbound/verify';
import { newId } from '../../platform/ids';
import type { Message, Person, View } from '../support/slack';
import { signed } from '../support/slack/signed';
import { type SlackHarness, startSlackHarness, withButton } from '../support/slack-asked';
import { installSlack } from '../support/slack-installed';
import { until } from '../support/until';

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness();
});
afterAll(() => handover?.stop());

type Forged = Parameters<SlackHarness['slack']['press']>[3];

const approve = (message: Message, person: Person, forged: Forged = {}) =>
  handover.slack.press(message, person, { actionId: 'answer.approve' }, forged);

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

/** Nothing was decided, no answer kept, and the audit says why each try was refused. */
async function expectRefused(id: string, ...reasons: string[]): Promise<void> {
  expect(await handover.get(id)).toMatchObject({ status: 'pending' });
  expect(await handover.db.answer.count({ where: { decisionId: id } })).toBe(0);
  expect(await handover.refusals(id)).toEqual(reasons);
}

test.each<[string, { signature?: string; secondsAgo?: number }]>([
  ['forged', { signature: `v0=${'0'.repeat(64)}` }],
  ['forged', { signature: '' }],
  ['stale', { secondsAgo: 310 }],
  ['future', { secondsAgo: -310 }],
])('a click that is %s (%j) is 401, decides nothing, and is audited [h.sl.click]', async (reason, forged) => {
  const { id, person, message } = await handover.askInSlack();
  const { secondsAgo = 0, ...signature } = forged;
  const { status, body } = await approve(message, person, { at: ago(secondsAgo), ...signature });
  expect([status, JSON.parse(body)]).toEqual([401, { error: expect.any(String), code: 'UNAUTHORIZED' }]);
  await expectRefused(id, reason);
});

test('a signature is good for 300 seconds in both directions, and for its own body alone', () => {
  const [secret, at] = ['a secret of the tests', 1_800_000_000];
  const { body, headers } = signed(secret, 'payload=1', '', { at: new Date(at * 1_000) });
  const proof = { body, signature: headers['x-slack-signature'], timestamp: headers['x-slack-request-timestamp'] };
  const faultAt = (seconds: number) => faultIn(proof, secret, new Date((at + seconds) * 1_000));
  expect([-301, -300, 0, 300, 301].map(faultAt)).toEqual(['future', null, null, null, 'stale']);
  const now = new Date(at * 1_000);
  expect(faultIn({ ...proof, body: 'payload=2' }, secret, now)).toBe('forged');
  expect(faultIn({ ...proof, timestamp: undefined }, secret, now)).toBe('forged');
  expect(faultIn({ ...proof, timestamp: String(at + 1) }, secret, now)).toBe('forged');
  const [inOtherWords, spaced] = [`${proof.signature}=1`, ` ${proof.signature}`]; // or it could be sent again as one not seen
  expect([inOtherWords, spaced].map((signature) => faultIn({ ...proof, signature }, secret, now))).toEqual([
    'forged',
    'forged',
  ]);
});

test('a click that is sent again is answered 200, does nothing, and is audited', async () => {
  const { id, person, message } = await handover.askInSlack({ require_reason_on_deny: true });
  const { sent } = await handover.slack.press(message, person, { actionId: 'answer.deny' });
  expect(await handover.slack.send(sent)).toMatchObject({ status: 200, body: '' });
  expect(handover.slack.views.filter(({ user }) => user === person)).toHaveLength(1);
  await expectRefused(id, 'replayed');
});

test('a form that is sent again, byte for byte, is one answer', async () => {
  const { id, person, message } = await handover.askInSlack();
  await handover.slack.press(message, person, { actionId: 'answer.modify' });
  const view = handover.slack.views.findLast(({ user }) => user === person) as View;
  const { sent } = await handover.slack.submit(view, person, { notes: 'Make it cheaper.' });
  expect(await handover.slack.send(sent)).toMatchObject({ status: 200, body: '' });
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'modified' });
  expect(await handover.db.answer.count({ where: { decisionId: id } })).toBe(1);
  expect(await handover.refusals(id)).toEqual(['replayed']);
});

test.each([
  ['deactivated', { deleted: true }, 'Only full members'],
  ['bot', { is_bot: true }, 'Only full members'],
  ['guest', { is_restricted: true }, 'Only full members'],
  ['guest', { is_ultra_restricted: true }, 'Only full members'],
  ['stranger', { is_stranger: true }, 'Only full members'],
  ['not_asked', { email: 'changed@company.com' }, 'is for someone else'],
])('an approver who is %s by now (%j) is told so in private, and decides nothing', async (reason, change, words) => {
  const { id, person, message } = await handover.askInSlack();
  handover.slack.change(person, change);
  expect(await approve(message, person)).toMatchObject({ status: 200, body: '' });
  await handover.noteTo(person, words);
  await expectRefused(id, reason);
});

test('somebody who was not asked decides nothing, nor a member of another team', async () => {
  const { id, message, person } = await handover.askInSlack({ backup_approver: 'later@company.com' });
  const other = handover.slack.team('Elsewhere');
  const colleague = handover.slack.person(handover.team, { email: 'later@company.com' });
  await approve(message, handover.slack.person(handover.team, { email: 'colleague@company.com' }));
  await approve(message, colleague);
  await approve(message, handover.slack.person(other, { email: person.email }));
  await approve(message, { ...person, team_id: other.id });
  await expectRefused(id, 'not_asked', 'not_asked', 'stranger', 'stranger');
});

test('a team where the app is not installed for the workspace that asks decides nothing', async () => {
  const { id, message, person } = await handover.askInSlack();
  const other = handover.slack.team('Other Company');
  const double = handover.slack.person(other, { email: person.email });
  await approve(message, double, { team: other });
  await expectRefused(id, 'team');
  const tenant = await handover.db.workspace.create({ data: { id: crypto.randomUUID(), name: 'Another' } });
  await installSlack(handover, other, handover.slack.token(other), tenant.id);
  await approve(message, double, { team: other });
  await expectRefused(id, 'team', 'team');
});

test('a click for a decision that is not there does nothing', async () => {
  const { id, person, message } = await handover.askInSlack();
  const stray = withButton(message, { decision: newId(), verdict: 'approve', content: '' });
  expect(await handover.slack.press(stray, person, 'approve')).toMatchObject({ status: 200, body: '' });
  await expectRefused(id);
});

test('signatures are forgotten once they are no good any more, and no sooner', async () => {
  await handover.db.slackRequest.createMany({
    data: [
      { signature: 'old', seenAt: ago(3_700) },
      { signature: 'new', seenAt: ago(601) },
    ],
  });
  await handover.maintain();
  expect([await isNoted('old'), await isNoted('new')]).toEqual([false, true]);
});
const isNoted = async (signature: string) => (await handover.db.slackRequest.count({ where: { signature } })) > 0;

test('what was true at the click must be true when the form is sent', async () => {
  const { id, person, message } = await handover.askInSlack();
  await handover.slack.press(message, person, { actionId: 'answer.modify' });
  const view = handover.slack.views.findLast(({ user }) => user === person) as View;
  handover.slack.change(person, { is_restricted: true });
  await handover.slack.submit(view, person, { notes: 'Make it cheaper.' });
  expect(JSON.stringify(view.blocks)).toContain('Only full members of this Slack workspace can answer here.');
  await expectRefused(id, 'guest');
});

test('whatever Slack does not say in time decides nothing: the click is acknowledged, and may be repeated', async () => {
  const { id, person, message } = await handover.askInSlack();
  handover.slack.fail('users.info', { hang: true });
  expect(await approve(message, person)).toMatchObject({ status: 200, body: '' });
  await handover.noteTo(person, "We couldn't confirm your identity with Slack in time. Nothing was decided");
  await expectRefused(id);
  await approve(message, person);
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved' });
});

test('a form keeps what was typed while Slack does not say who sent it', async () => {
  const { id, person, message } = await handover.askInSlack();
  await handover.slack.press(message, person, { actionId: 'answer.modify' });
  const view = handover.slack.views.findLast(({ user }) => user === person) as View;
  handover.slack.fail('users.info', { error: 'fatal_error' });
  await handover.slack.submit(view, person, { notes: 'Make it cheaper.' });
  expect(view).toMatchObject({
    open: true,
    errors: { notes: expect.stringContaining("We couldn't confirm your identity") },
  });
  await handover.slack.submit(view, person, { notes: 'Make it cheaper.' });
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'modified' });
});

test('a form that Slack does not open is told of', async () => {
  const { id, person, message } = await handover.askInSlack();
  handover.slack.fail('views.open', { hang: true });
  expect(await handover.slack.press(message, person, { actionId: 'answer.modify' })).toMatchObject({ status: 200 });
  await handover.noteTo(person, "Slack didn't open the form.");
  await expectRefused(id);
});

test.each(['app_uninstalled', 'tokens_revoked'])(
  'after %s the channel is refused, and the audit says why',
  async (type) => {
    const tokens = type === 'tokens_revoked' ? { tokens: { oauth: [], bot: ['U0BOT'] } } : {};
    expect(await handover.slack.event({ type, team: handover.team, ...tokens })).toMatchObject({ status: 200 });
    const where = { teamId: handover.team.id, disabledReason: type };
    await until('the installation is disabled', () => handover.db.slackInstallation.findFirst({ where }));
    const { body } = await handover.call('POST', '/decisions', { action: 'x', approver: 'a@b.co', channel: 'slack' });
    expect(body.code).toBe('UNSUPPORTED_CHANNEL');
    const event = await handover.db.auditEvent.findFirstOrThrow({
      where: { type: 'slack.disabled' },
      orderBy: { sequence: 'desc' },
    });
    expect(event.data).toEqual({ team_id: handover.team.id, reason: type });
    await handover.db.slackInstallation.updateMany({ data: { disabledAt: null } });
  },
);

test('a late word of an old installation leaves a new one alone', async () => {
  const team = handover.slack.team('Reinstalled');
  await installSlack(handover, team, handover.slack.token(team));
  await handover.db.slackInstallation.updateMany({
    ...{ where: { teamId: team.id }, data: { installedAt: ago(-60) } },
  });
  await handover.slack.event({ type: 'app_uninstalled', team });
  await handover.slack.event({ type: 'app_uninstalled', team: handover.team });
  const gone = { teamId: handover.team.id, disabledAt: { not: null } };
  await until('the other one is disabled', () => handover.db.slackInstallation.findFirst({ where: gone }));
  expect(await handover.db.slackInstallation.findFirst({ where: { teamId: team.id } })).toMatchObject({
    disabledAt: null,
  });
  await handover.db.slackInstallation.updateMany({ data: { disabledAt: null } });
});

test('Slack is answered when it looks whether the URL is ours, and nobody else is', async () => {
  expect(await handover.slack.verifyUrl('a challenge')).toMatchObject({
    status: 200,
    body: '{"challenge":"a challenge"}',
  });
  expect(await handover.slack.verifyUrl('a challenge', { signature: 'v0=1' })).toMatchObject({ status: 401 });
  const post = (body: string, method = 'POST') =>
    fetch(handover.slack.appUrl, { method, ...(method === 'POST' ? { body } : {}) });
  expect((await post('ssl_check=1&token=x')).status).toBe(200);
  expect((await post('', 'GET')).status).toBe(405);
  expect((await post('x'.repeat(257 * 1024))).status).toBe(413);
});

test('without a signing secret the route is like one that is not there', async () => {
  const { port } = await handover.anotherApi({ SLACK_SIGNING_SECRET: undefined });
  const reply = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' });
  expect([reply.status, await reply.json()]).toEqual([
    404,
    { error: 'No such route: POST /slack/events', code: 'NOT_FOUND' },
  ]);
});

test('unsigned requests are audited so often, and no more', async () => {
  const { id, person, message } = await handover.askInSlack();
  await handover.db.rateLimit.deleteMany();
  for (let sent = 0; sent < 40; sent += 1) await approve(message, person, { signature: `v0=${sent}` });
  await expectRefused(id, ...Array(30).fill('forged'));
});
