import type { webApi } from '@slack/bolt';
import { type Acme, refusal, startAcme } from '../support/slack/acme';
import { section } from '../support/slack/sample-blocks';
import { until } from '../support/until';

let slack: Acme['slack'];
let team: Acme['team'];
let sarah: Acme['sarah'];
let token: Acme['token'];
let clientWith: Acme['clientWith'];
let client: Acme['client'];
let channel: Acme['channel'];
let post: Acme['post'];

beforeAll(async () => {
  ({ slack, team, sarah, token, clientWith, client, channel, post } = await startAcme());
});
afterAll(() => slack.close());

describe('people', () => {
  test('are found by address in any case, with the time zone and all that tells who they are', async () => {
    const { user } = await client.users.lookupByEmail({ email: 'Sarah@Company.com' });
    expect(user).toMatchObject({ id: sarah.id, team_id: team.id, is_bot: false, is_restricted: false, deleted: false });
    expect(user).toMatchObject({ tz: 'America/Los_Angeles', profile: { email: 'sarah@company.com' } });
    expect([-28_800, -25_200]).toContain(user?.tz_offset);
  });

  test('who left are found by id alone, and cannot be written to', async () => {
    const ben = slack.person(team, { email: 'ben@company.com' });
    slack.change(ben, { deleted: true });
    expect(await refusal(client.users.lookupByEmail({ email: ben.email }))).toMatchObject({ error: 'users_not_found' });
    expect((await client.users.info({ user: ben.id })).user).toMatchObject({ deleted: true });
    expect(await refusal(client.conversations.open({ users: ben.id }))).toMatchObject({ error: 'user_disabled' });
  });

  test('of another team are not to be seen, unless they are strangers met in this one', async () => {
    const other = slack.team('Other');
    const eve = slack.person(other, { email: 'eve@other.com' });
    expect(await refusal(client.users.info({ user: eve.id }))).toMatchObject({ error: 'user_not_found' });
    const guest = slack.person(team, { email: 'guest@other.com', team_id: other.id, is_stranger: true });
    const { user } = await client.users.info({ user: guest.id });
    expect(user).toMatchObject({ team_id: other.id, is_stranger: true });
  });

  test('have one direct message with the app, however often it is opened', async () => {
    expect((await client.conversations.open({ users: sarah.id })).channel?.id).toBe(channel);
    expect(channel).toMatch(/^D/);
  });
});

describe('a token', () => {
  test('that is missing, unknown, or without the scope is refused, and the scope is named', async () => {
    const bare = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    expect(await refusal(clientWith('xoxb-unknown').auth.test())).toMatchObject({ error: 'invalid_auth' });
    const narrow = clientWith(slack.token(team, ['users:read']));
    const error = await narrow.chat.postMessage({ channel, text: 'x' }).catch(({ data }) => data);
    expect(error).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'users:read' });
    expect((await narrow.users.info({ user: sarah.id })).user?.profile?.email).toBeUndefined();
  });

  test.each(['token_revoked', 'account_inactive'] as const)(
    'of a team that threw the app out is refused: %s',
    async (as) => {
      const gone = slack.team('Gone');
      const old = clientWith(slack.token(gone));
      expect(await old.auth.test()).toMatchObject({ team_id: gone.id, user_id: gone.bot_user_id });
      slack.revoke(gone, as);
      expect(await refusal(old.auth.test())).toMatchObject({ error: as });
    },
  );

  test('opens no talk of another team', async () => {
    const other = clientWith(slack.token(slack.team('Third')));
    expect(await refusal(other.chat.postMessage({ channel, text: 'x' }))).toMatchObject({ error: 'channel_not_found' });
  });
});

describe('OAuth', () => {
  const redirect_uri = 'http://127.0.0.1:1/back';
  const ask = async (over = {}) => {
    const query = {
      client_id: slack.clientId,
      scope: 'chat:write,users:read',
      redirect_uri,
      state: 'the state',
      ...over,
    };
    const reply = await fetch(`${slack.url}/oauth/v2/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' });
    return new URL(reply.headers.get('location') ?? 'error:').searchParams;
  };
  const trade = (code: string | null, over = {}) => {
    const app = { client_id: slack.clientId, client_secret: slack.clientSecret };
    return clientWith('').oauth.v2.access({ ...app, code: code ?? '', redirect_uri, ...over });
  };
  beforeEach(() => Object.assign(slack, { installer: { team, user: sarah }, denies: false, orgWide: false }));

  test('gives a code for the state that was sent, and for the code, once, a token that works', async () => {
    const back = await ask();
    expect(back.get('state')).toBe('the state');
    const reply = await trade(back.get('code'));
    expect(reply).toMatchObject({
      team: { id: team.id, name: 'Acme Corp' },
      enterprise: null,
      authed_user: { id: sarah.id },
    });
    expect(reply).toMatchObject({ scope: 'chat:write,users:read', bot_user_id: team.bot_user_id, token_type: 'bot' });
    await clientWith(reply.access_token ?? '').chat.postMessage({ channel, text: 'installed' });
    expect(await refusal(trade(back.get('code')))).toMatchObject({ error: 'invalid_code' });
  });

  test('sends nobody back to an app that it does not know', async () => {
    const query = new URLSearchParams({ client_id: 'wrong', scope: 'chat:write', redirect_uri });
    const reply = await fetch(`${slack.url}/oauth/v2/authorize?${query}`, { redirect: 'manual' });
    expect([reply.headers.get('location'), await reply.text()]).toEqual([
      null,
      expect.stringMatching('invalid_client_id'),
    ]);
  });

  test.each([
    ['bad_client_secret', { client_secret: 'wrong' }],
    ['invalid_client_id', { client_id: 'wrong' }],
    ['bad_redirect_uri', { redirect_uri: 'http://127.0.0.1:1/elsewhere' }],
    ['invalid_code', { code: 'wrong' }],
  ])('refuses an exchange: %s', async (error, over) => {
    expect(await refusal(trade((await ask()).get('code'), over))).toMatchObject({ error });
  });

  test('takes the secret as Basic credentials, too', async () => {
    const body = new URLSearchParams({ code: (await ask()).get('code') ?? '', redirect_uri });
    const basic = Buffer.from(`${slack.clientId}:${slack.clientSecret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    const reply = await fetch(`${slack.apiUrl}oauth.v2.access`, { method: 'POST', headers, body });
    expect(await reply.json()).toMatchObject({ ok: true, access_token: expect.stringMatching(/^xoxb-/) });
  });

  test('tells of a person who denies, and of an organisation instead of a team', async () => {
    slack.denies = true;
    expect(Object.fromEntries(await ask())).toEqual({ error: 'access_denied', state: 'the state' });
    Object.assign(slack, { denies: false, orgWide: true });
    const reply = await trade((await ask()).get('code'));
    expect(reply).toMatchObject({ is_enterprise_install: true, team: null, enterprise: { name: 'Acme Corp' } });
  });
});

describe('a message', () => {
  test('says something, in a talk that exists, and is no longer than Slack takes', async () => {
    const send = (over: object) =>
      refusal(client.chat.postMessage({ channel, ...over } as webApi.ChatPostMessageArguments));
    expect(await send({})).toMatchObject({ error: 'no_text' });
    expect(await send({ text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' });
    expect(await send({ text: 'x', channel: sarah.id })).toMatchObject({ error: 'channel_not_found' });
    expect(await send({ attachments: Array(101).fill({ text: 'x' }) })).toMatchObject({
      error: 'too_many_attachments',
    });
  });

  test('changes: a text alone takes the blocks away, attachments stay until none are given', async () => {
    const blocks = [section('*what*')];
    const { ts = '' } = await client.chat.postMessage({
      channel,
      text: 'old',
      attachments: [{ color: '#ff0000', blocks }],
    });
    await client.chat.update({ channel, ts, text: 'newer' });
    const message = slack.messages.find((one) => one.ts === ts);
    expect(message).toMatchObject({ user: sarah, text: 'newer', edits: 1, attachments: [{ color: '#ff0000' }] });
    await client.chat.update({ channel, ts, text: 'newest', attachments: [] });
    expect(message).toMatchObject({
      text: 'newest',
      attachments: [],
      edits: 2,
      history: [{ text: 'old' }, { text: 'newer' }],
    });
  });

  test('that is not there, too long or for one person alone cannot be changed', async () => {
    const { ts } = await post(section('x'));
    const update = (over: object) => refusal(client.chat.update({ channel, ts, text: 'x', ...over }));
    expect(await update({ ts: '1.2' })).toMatchObject({ error: 'message_not_found' });
    expect(await update({ text: 'x'.repeat(4001) })).toMatchObject({ error: 'msg_too_long' });
    const { message_ts } = await client.chat.postEphemeral({ channel, user: sarah.id, text: 'too late' });
    expect(slack.privateNotes).toMatchObject([{ channel, user: sarah, text: 'too late' }]);
    expect(await update({ ts: message_ts })).toMatchObject({ error: 'cant_update_message' });
    const stranger = client.chat.postEphemeral({ channel, user: 'U0', text: 'x' });
    expect(await refusal(stranger)).toMatchObject({ error: 'user_not_in_channel' });
  });
});

describe('a failure', () => {
  const postOnce = (signal?: AbortSignal) =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: signal ?? null },
      body: new URLSearchParams({ channel, text: 'a decision' }),
    });

  test('comes as Slack gives it, in turn, and then all is well again', async () => {
    slack.fail('chat.postMessage', { error: 'ratelimited', retryAfter: 7 }, { error: 'fatal_error' }, { status: 503 });
    const limited = await postOnce();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await (await postOnce()).json()).toEqual({ ok: false, error: 'fatal_error' });
    expect((await postOnce()).status).toBe(503);
    expect(await (await postOnce()).json()).toMatchObject({ ok: true });
  });

  test.each([
    ['nothing was done', {}, 0],
    ['all was done', { done: true as const }, 1],
  ])('can leave a call without an answer when %s', async (_what, done, more) => {
    const [calls, messages] = [slack.calls.length, slack.messages.length];
    slack.fail('chat.postMessage', { hang: true, ...done });
    const patience = new AbortController();
    const hung = postOnce(patience.signal);
    await until('the call arrives', () => slack.calls.length > calls);
    patience.abort();
    await expect(hung).rejects.toThrow('aborted');
    expect(slack.messages).toHaveLength(messages + more);
    expect(slack.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', args: { text: 'a decision' }, token });
  });

  test('is a method that Slack does not know', async () => {
    expect(await refusal(client.apiCall('chat.whisper'))).toMatchObject({ error: 'unknown_method' });
  });
});
