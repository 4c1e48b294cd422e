import { readFileSync } from 'node:fs';
import path from 'node:path';
import { grantedIn } from '../../channels/slack/install/granted';
import { NotInstalled } from '../../channels/slack/install/not-installed';
import { REDIRECT_PATH, SCOPES } from '../../channels/slack/settings';
import type { TierName } from '../../contract/tiers';
import { packageRoot } from '../../platform/package-root';
import { createSecrets } from '../../platform/secrets';
import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { tagsOf, wordsOf } from '../support/html';
import { newKey } from '../support/keys';
import { openSandbox, prepareProduct } from '../support/processes';
import { type FakeSlack, startSlack } from '../support/slack';
import { type SlackBrowser, slackBrowser } from '../support/slack-browser';
import { slackEnvironment } from '../support/slack-installed';
import { newTenant, type Tenant } from '../support/tenants';

let handover: Harness;
let slack: FakeSlack;
beforeAll(async () => {
  slack = await startSlack();
  handover = await startHarness({ worker: false, env: slackEnvironment(slack) });
});
beforeEach(() => Object.assign(slack, { denies: false, orgWide: false }));
afterAll(async () => {
  await handover?.stop();
  await slack?.close();
});

const here = () => ({ port: Number(new URL(handover.url).port) });
const standing = async (client: Pick<Harness, 'call'> = handover) => (await client.call('GET', '/slack')).body;
const browser = () => slackBrowser(slack, handover);
/** A workspace of its own, so that no test's installations concern another's. */
async function tenant() {
  const made = await newTenant(handover);
  return { ...made, client: made.at(here()) };
}
const installationsOf = ({ workspaceId }: Pick<Tenant, 'workspaceId'>) =>
  handover.db.slackInstallation.findMany({ where: { workspaceId } });
const auditOf = ({ workspaceId }: Pick<Tenant, 'workspaceId'>) =>
  handover.db.auditEvent.findMany({
    where: { workspaceId, type: { startsWith: 'slack.' } },
    orderBy: { sequence: 'asc' },
  });
const createIn = (client: Pick<Harness, 'call'>, over = {}) =>
  client.call('POST', '/decisions', { ...QUICK_START, channel: 'slack', ...over });

describe('GET /slack', () => {
  test.each([
    ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'],
    ['SLACK_SIGNING_SECRET'],
    ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'],
  ])('names what is not configured: %s', async (...missing) => {
    const unset = Object.fromEntries(missing.map((name) => [name, undefined]));
    const { at } = await newTenant(handover);
    const client = at(await handover.anotherApi(unset));
    const nothing = { install_url: null, install_url_expires_at: null, installations: [] };
    expect(await standing(client)).toEqual({ status: 'not_configured', missing, ...nothing });
    const { status, body } = await createIn(client);
    expect([status, body.code]).toEqual([400, 'UNSUPPORTED_CHANNEL']);
    for (const name of missing) expect(body.error).toContain(name);
  });

  test('gives a URL for ten minutes, where nothing is installed yet', async () => {
    const { client } = await tenant();
    const { install_url, install_url_expires_at, ...rest } = await standing(client);
    expect(rest).toEqual({ status: 'not_installed', missing: [], installations: [] });
    expect(install_url).toMatch(new RegExp(`^${handover.url}/slack/install\\?ticket=[\\w-]{43}$`));
    const left = Date.parse(install_url_expires_at) - Date.now();
    expect([left > 9 * 60_000, left <= 10 * 60_000]).toEqual([true, true]);
  });

  test.each<[TierName]>([['free'], ['pro']])(
    'on %s Slack is not in the tier, and a create over it is refused [h.sl.tier, h.f.channel]',
    async (tier) => {
      const { at } = await newTenant(handover);
      const client = at(await handover.anotherApi({ HANDOVER_DEFAULT_TIER: tier }));
      expect(await standing(client)).toMatchObject({ status: 'not_in_tier', install_url: null });
      const { status, body } = await createIn(client);
      expect([status, body.code]).toEqual([400, 'UNSUPPORTED_CHANNEL']);
      expect(body.error).toContain(tier);
    },
  );

  test.each<[TierName]>([['scale'], ['enterprise'], ['self_hosted']])(
    '%s has Slack: it can be installed, and then asked over [h.sl.tier]',
    async (tier) => {
      const { at } = await newTenant(handover);
      const client = at(await handover.anotherApi({ HANDOVER_DEFAULT_TIER: tier }));
      await browser().install(client, slack.team('Acme'));
      expect(await standing(client)).toMatchObject({ status: 'installed' });
      expect((await createIn(client, { approver: 'owner@company.com' })).status).toBe(201);
    },
  );

  test('must not be kept by anybody on its way, and needs the scope admin', async () => {
    const { headers } = await handover.call('GET', '/slack');
    expect(headers.get('cache-control')).toBe('no-store');
    const { client } = await newKey(handover, { scopes: ['decisions:read', 'decisions:write'] });
    const { status, body } = await client.call('GET', '/slack');
    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('keeps only the hash of a ticket, and forgets those that have expired', async () => {
    const { client, workspaceId } = await tenant();
    const ticket = new URL((await standing(client)).install_url).searchParams.get('ticket') ?? '';
    const [kept] = await handover.db.slackTicket.findMany({ where: { workspaceId } });
    expect(JSON.stringify(kept)).not.toContain(ticket);
    await handover.db.slackTicket.updateMany({ where: { workspaceId }, data: { expiresAt: new Date(0) } });
    await standing(client);
    const left = await handover.db.slackTicket.findMany({ where: { workspaceId } });
    expect([left.length, left[0]?.hash === kept?.hash]).toEqual([1, false]);
  });
});

describe('a create over Slack is refused', () => {
  test('where it is not installed, and the message says where to go [h.e.chan]', async () => {
    const { client } = await tenant();
    const { status, body } = await createIn(client);
    expect([status, body.code]).toEqual([400, 'UNSUPPORTED_CHANNEL']);
    expect(body.error).toContain('GET /slack');
  });

  test('where it was installed, and is disabled', async () => {
    const { client, workspaceId } = await tenant();
    await browser().install(client, slack.team('Acme'));
    const data = { disabledAt: new Date(), disabledReason: 'token_revoked' };
    await handover.db.slackInstallation.updateMany({ where: { workspaceId }, data });
    expect(await standing(client)).toMatchObject({
      status: 'not_installed',
      installations: [{ disabled_at: data.disabledAt.toISOString(), disabled_reason: 'token_revoked' }],
    });
    expect((await createIn(client)).body.code).toBe('UNSUPPORTED_CHANNEL');
  });

  test('where a rule of the policy leads there', async () => {
    const { client } = await tenant();
    const rule = { name: 'Wires', when: { keywords: ['wire'] }, then: { outcome: 'ask', channel: 'slack' } };
    await client.call('PUT', '/policy', { rules: [rule] });
    const { status, body } = await createIn(client, { channel: 'email', action: 'Wire $5' });
    expect([status, body.code]).toEqual([400, 'UNSUPPORTED_CHANNEL']);
  });
});

describe('a ticket', () => {
  test('leads to Slack with exactly the four scopes, our address to come back to, and a state [h.sl.scopes]', async () => {
    const { client } = await tenant();
    const { origin, pathname, searchParams } = await browser().leave(client);
    expect([origin, pathname]).toEqual([slack.url, '/oauth/v2/authorize']);
    expect(Object.fromEntries(searchParams)).toEqual({
      scope: 'chat:write,users:read,users:read.email,im:write',
      client_id: slack.clientId,
      redirect_uri: `${handover.url}/slack/oauth_redirect`,
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('works once', async () => {
    const { client } = await tenant();
    const { install_url: url } = await standing(client);
    const seen = [await browser().open(url), await browser().open(url)];
    expect(seen.map(({ status }) => status)).toEqual([302, 410]);
    expect(wordsOf(seen[1]?.text ?? '')).toContain('call GET /slack');
  });

  test('works once, whoever opens it at the same time', async () => {
    const { client } = await tenant();
    const { install_url: url } = await standing(client);
    const seen = await Promise.all(Array.from({ length: 8 }, () => browser().open(url)));
    expect(seen.map(({ status }) => status).sort()).toEqual([302, ...Array(7).fill(410)]);
  });

  test('is not used up by a HEAD', async () => {
    const { client } = await tenant();
    const { install_url: url } = await standing(client);
    expect((await browser().open(url, 'HEAD')).status).toBe(405);
    expect((await browser().open(url)).status).toBe(302);
  });

  test('that has expired leads nowhere', async () => {
    const { client, workspaceId } = await tenant();
    const { install_url: url } = await standing(client);
    await handover.db.slackTicket.updateMany({ where: { workspaceId }, data: { expiresAt: new Date() } });
    expect((await browser().open(url)).status).toBe(410);
  });

  test.each([
    ['DELETE', '', undefined],
    ['POST', '/rotate', { overlap_minutes: 0 }],
  ])('ends with the key that made it: %s %s', async (method, rest, body) => {
    const { made, client } = await newKey(handover, { scopes: ['admin'] });
    const { install_url: url } = await standing(client);
    await handover.call(method, `/auth/api-keys/${made.id}${rest}`, body);
    expect((await browser().open(url)).status).toBe(410);
  });

  test.each(['?ticket=unknown', '', '?ticket=a&ticket=b'])('that nobody made is not found: %j', async (query) => {
    const { status, text } = await browser().open(`${handover.url}/slack/install${query}`);
    expect(status).toBe(404);
    expect(wordsOf(text)).toContain('call GET /slack');
  });
});

describe('coming back from Slack', () => {
  test('installs the app, and says so [h.sl.install]', async () => {
    const { client, keyId, ...own } = await tenant();
    const team = slack.team('Acme');
    const { status, text } = await browser().install(client, team);
    expect([status, wordsOf(text).includes('Handover is installed in Acme')]).toEqual([200, true]);
    const { installer } = slack;
    expect(await standing(client)).toMatchObject({
      status: 'installed',
      installations: [{ team_id: team.id, team_name: 'Acme', installed_by: installer?.user.id, disabled_at: null }],
    });
    const [event] = await auditOf(own);
    expect(event).toMatchObject({ type: 'slack.installed', data: { team_id: team.id, team_name: 'Acme' } });
    expect(event?.actor).toEqual({ type: 'api_key', id: keyId, assurance: null });
  });

  test('keeps the token sealed, and puts it nowhere else', async () => {
    const { client, ...own } = await tenant();
    await browser().install(client, slack.team('Acme'));
    const [installation] = await installationsOf(own);
    const token = createSecrets(handover.config.HANDOVER_SECRET).open(installation?.botToken ?? Buffer.alloc(0));
    expect(slack.calls.find(({ method, token: used }) => method === 'auth.test' && used === token)).toBeDefined();
    expect(Buffer.from(installation?.botToken ?? []).toString('latin1')).not.toContain('xoxb');
    expect(JSON.stringify([await standing(client), (await client.call('GET', '/audit')).body])).not.toContain('xoxb');
  });

  test('has the headers of a page, and ends the cookie of the state', async () => {
    const { client } = await tenant();
    const { headers } = await browser().install(client, slack.team('Acme'));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('set-cookie')).toMatch(/^slack-app-oauth-state=deleted; Secure; HttpOnly/);
  });

  test('installs in several teams for one workspace', async () => {
    const { client } = await tenant();
    for (const name of ['Acme', 'Globex']) await browser().install(client, slack.team(name));
    const { installations } = await standing(client);
    expect(installations.map((one: { team_name: string }) => one.team_name)).toEqual(['Acme', 'Globex']);
  });

  test('installs in one team for two workspaces, each with a token of its own', async () => {
    const [one, other] = [await tenant(), await tenant()];
    const team = slack.team('Acme');
    for (const { client } of [one, other]) await browser().install(client, team);
    const rows = [...(await installationsOf(one)), ...(await installationsOf(other))];
    expect(rows.map(({ teamId }) => teamId)).toEqual([team.id, team.id]);
    const { open } = createSecrets(handover.config.HANDOVER_SECRET);
    expect(new Set(rows.map(({ botToken }) => open(botToken))).size).toBe(2);
  });

  test('once more for the same team replaces the token, and enables it again', async () => {
    const { client, workspaceId } = await tenant();
    const team = slack.team('Acme');
    await browser().install(client, team);
    const data = { disabledAt: new Date(), disabledReason: 'app_uninstalled', teamName: 'Before' };
    await handover.db.slackInstallation.updateMany({ where: { workspaceId }, data });
    const [before] = await installationsOf({ workspaceId });
    await browser().install(client, team);
    const [after, ...more] = await installationsOf({ workspaceId });
    expect(more).toEqual([]);
    expect(after).toMatchObject({ disabledAt: null, disabledReason: null, teamName: 'Acme' });
    expect(after?.botToken).not.toEqual(before?.botToken);
    expect((await auditOf({ workspaceId })).map(({ type }) => type)).toEqual(['slack.installed', 'slack.installed']);
  });

  test.each([...HOSTILE, ['nothing', ' \u202e '] as const])('shows a team called %s as text', async (_what, name) => {
    const { client } = await tenant();
    const team = slack.team(name);
    const { status, text } = await browser().install(client, team);
    const plain = await browser().install(client, slack.team('Acme'));
    expect([status, tagsOf(text)]).toEqual([200, tagsOf(plain.text)]);
    const { installations } = await standing(client);
    const shown = installations.find((one: { team_id: string }) => one.team_id === team.id).team_name;
    expect([shown === '', hasUnseen(shown), hasUnseen(text)]).toEqual([false, false, false]);
  });
});

describe('nothing is installed', () => {
  interface Change {
    consent?(url: URL): void;
    back?(url: URL): void;
    before?(): unknown;
    readonly as?: SlackBrowser;
  }

  const swap = (url: URL, name: string, other: string) => {
    url.searchParams.set(other, url.searchParams.get(name) ?? '');
    url.searchParams.delete(name);
  };

  /** A browser that was at Slack, and where Slack sends it back to. */
  async function atSlack({ consent }: Change = {}) {
    const { client, workspaceId } = await tenant();
    const team = slack.team('Acme');
    slack.installer = { team, user: slack.person(team, { email: 'admin@company.com' }) };
    const own = browser();
    const url = await own.leave(client);
    consent?.(url);
    return { own, workspaceId, back: new URL((await own.open(url.href)).location) };
  }

  /** Comes back from Slack with something changed: the status, all that was kept, and the words of the page. */
  async function comesBack(change: Change = {}) {
    const { own, workspaceId, back } = await atSlack(change);
    change.back?.(back);
    await change.before?.();
    const { status, text } = await (change.as ?? own).open(back.href);
    const kept = [...(await installationsOf({ workspaceId })), ...(await auditOf({ workspaceId }))];
    return { seen: [status, kept], words: wordsOf(text) };
  }

  test('where it is cancelled at Slack', async () => {
    slack.denies = true;
    const { seen, words } = await comesBack();
    expect(seen).toEqual([403, []]);
    expect(words).toContain('You cancelled at Slack');
  });

  test.each<[string, Change]>([
    ['another state', { back: (url) => url.searchParams.set('state', 'A'.repeat(43)) }],
    ['no state', { back: (url) => url.searchParams.delete('state') }],
    ['no code', { back: (url) => url.searchParams.delete('code') }],
    ['another error instead', { back: (url) => swap(url, 'code', 'error') }],
  ])('where the way back has %s', async (_what, change) => {
    const { seen, words } = await comesBack(change);
    expect(seen).toEqual([400, []]);
    expect(words).toContain('This was not begun here');
  });

  test('in a browser that did not begin it', async () => {
    expect((await comesBack({ as: browser() })).seen).toEqual([400, []]);
  });

  test.each(['revokedAt', 'expiresAt'])('once the key that began it has ended: %s', async (field) => {
    const { own, back, workspaceId } = await atSlack();
    await handover.db.apiKey.updateMany({ where: { workspaceId }, data: { [field]: new Date() } });
    expect((await own.open(back.href)).status).toBe(400);
  });

  test('by a state that has expired', async () => {
    const before = () => handover.db.slackTicket.updateMany({ data: { expiresAt: new Date() } });
    expect((await comesBack({ before })).seen).toEqual([400, []]);
  });

  test('by a HEAD, nor a second time by the same answer', async () => {
    const { own, back, workspaceId } = await atSlack();
    expect((await own.open(back.href, 'HEAD')).status).toBe(405);
    const seen = await Promise.all([own.open(back.href), own.open(back.href)]);
    expect(seen.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(wordsOf(seen.find(({ status }) => status === 400)?.text ?? '')).toContain('This was not begun here');
    expect(await auditOf({ workspaceId })).toHaveLength(1);
  });

  test('where Slack refuses the code, and only its word for that is shown', async () => {
    const { seen, words } = await comesBack({ back: (url) => url.searchParams.set('code', 'forged') });
    expect(seen).toEqual([400, []]);
    expect(words).toContain("Slack's word for it: invalid_code");
  });

  test('where the app goes to a whole organisation', async () => {
    slack.orgWide = true;
    const { seen, words } = await comesBack();
    expect(seen).toEqual([400, []]);
    expect(words).toContain('choose one Slack workspace');
  });

  test('where a scope is missing', async () => {
    const { seen, words } = await comesBack({
      consent: (url) => url.searchParams.set('scope', 'chat:write,users:read,im:write'),
    });
    expect(seen).toEqual([400, []]);
    expect(words).toContain('A permission is missing');
  });

  test.each([
    ['oauth.v2.access', { status: 503 }],
    ['oauth.v2.access', { error: 'ratelimited', retryAfter: 30 }],
    ['auth.test', { status: 500 }],
  ])('where Slack is away at %s: %j', async (method, failure) => {
    const { seen, words } = await comesBack({ before: () => slack.fail(method, failure) });
    expect(seen).toEqual([503, []]);
    expect(words).toContain('Slack does not answer');
  });

  test('for a token that would rotate', () => {
    const team = { id: 'T1', name: 'Acme' };
    const bot = { token: 'xoxe.xoxb-1', refreshToken: 'xoxe-1', scopes: [...SCOPES], id: 'B1', userId: 'U1' };
    const user = { token: undefined, scopes: undefined, id: 'U2' };
    const read = () => grantedIn({ team, enterprise: undefined, bot, user, isEnterpriseInstall: false });
    expect(read).toThrow(new NotInstalled('rotation'));
  });

  test.each(['install?ticket=x', 'oauth_redirect?code=x&state=y'])('where Slack is not set up: %s', async (rest) => {
    const { port } = await handover.anotherApi({ SLACK_CLIENT_SECRET: undefined });
    expect((await fetch(`http://127.0.0.1:${port}/slack/${rest}`)).status).toBe(404);
  });

  test.each(['install?ticket=x', 'oauth_redirect?code=x&state=y'])('where the tier has no Slack: %s', async (rest) => {
    const { port } = await handover.anotherApi({ HANDOVER_DEFAULT_TIER: 'pro', HANDOVER_LIMITS: { page: null } });
    expect((await fetch(`http://127.0.0.1:${port}/slack/${rest}`)).status).toBe(404);
  });
});

test('pages say when they are asked for too often', async () => {
  const { port } = await handover.anotherApi({ HANDOVER_LIMITS: { page: { times: 1, seconds: 60 } } });
  const open = () => fetch(`http://127.0.0.1:${port}/slack/install?ticket=x`);
  await open();
  const { status, headers } = await open();
  expect([status, headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
});

test('no token, ticket, state or code is in a log, whatever its level', async () => {
  const sandbox = openSandbox();
  const product = await prepareProduct({ sandbox, env: { ...slackEnvironment(slack), LOG_LEVEL: 'trace' } });
  try {
    const api = await product.startApi();
    const one = slackBrowser(slack, api);
    await one.install(api, slack.team('Acme'));
    slack.fail('auth.test', { error: 'fatal_error' });
    await one.install(api, slack.team('Acme'));
    const log = readFileSync(sandbox.file('api-1.log'), 'utf8');
    expect(log).toContain('/slack/oauth_redirect');
    for (const secret of [...one.secrets, 'xoxb']) expect(log).not.toContain(secret);
  } finally {
    await product.stop();
    await sandbox.close();
  }
}, 120_000);

describe('docs/slack.md', () => {
  const text = readFileSync(path.join(packageRoot, 'docs/slack.md'), 'utf8');
  const [, manifest = '{}'] = /```json\n(\{\n {2}"display_information"[\s\S]*?)```/.exec(text) ?? [];
  const { oauth_config, settings } = JSON.parse(manifest);

  test('has a manifest with the scopes that the code asks for, and where Slack finds us', () => {
    expect(oauth_config.scopes).toEqual({ bot: SCOPES });
    expect(oauth_config.redirect_urls).toEqual([`https://handover.example.com${REDIRECT_PATH}`]);
    const request_url = 'https://handover.example.com/slack/events';
    expect(settings.interactivity).toEqual({ is_enabled: true, request_url });
    expect(settings.event_subscriptions).toEqual({ request_url, bot_events: ['app_uninstalled', 'tokens_revoked'] });
    expect([settings.socket_mode_enabled, settings.token_rotation_enabled]).toEqual([false, false]);
  });
});
