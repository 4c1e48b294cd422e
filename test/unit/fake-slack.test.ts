import { App, type BlockAction, type ViewSubmitAction, webApi } from '@slack/bolt';
import { type FakeSlack, type Message, type Person, startSlack, type Team } from '../support/slack';

const silent = Object.assign(Object.fromEntries(['debug', 'info', 'warn', 'error'].map((one) => [one, () => {}])), {
  ...{ setLevel: () => {}, setName: () => {}, getLevel: () => 'error' },
}) as unknown as webApi.Logger;

let slack: FakeSlack;
let team: Team;
let sarah: Person;
let token: string;
let client: webApi.WebClient;
let channel: string;

const clientWith = (key: string) =>
  new webApi.WebClient(key, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent });

beforeAll(async () => {
  slack = await startSlack();
  team = slack.team('Acme Corp');
  sarah = slack.person(team, { email: 'sarah@company.com', tz: 'America/Los_Angeles' });
  token = slack.token(team);
  client = clientWith(token);
  channel = (await client.conversations.open({ users: sarah.id })).channel?.id ?? '';
});
afterAll(() => slack.close());

/** What the call was refused with. */
const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => ({ data: { error: 'taken' } }),
    (error) => error,
  );
  return { error: error.data?.error, messages: error.data?.response_metadata?.messages };
};

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (text: string, more = {}) => ({ type: 'button' as const, text: plain(text), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const input = (element: object, label = 'Label') => ({ type: 'input', block_id: label, label: plain(label), element });
async function post(...blocks: object[]): Promise<Message> {
  const { ts } = await client.chat.postMessage({ channel, text: 'a decision', blocks: blocks as webApi.Block[] });
  return slack.messages.find((one) => one.ts === ts) as Message;
}

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
    return new URL(reply.headers.get('location') ?? `error:${reply.status}`).searchParams;
  };
  const trade = (code: string | null, over = {}) => {
    const app = { client_id: slack.clientId, client_secret: slack.clientSecret };
    return new webApi.WebClient(undefined, { slackApiUrl: slack.apiUrl, logger: silent }).oauth.v2.access({
      ...{ ...app, code: code ?? '', redirect_uri, ...over },
    });
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

describe('Block Kit', () => {
  const select = (many: number) => ({
    type: 'static_select',
    options: Array.from({ length: many }, (_, n) => ({ text: plain(`${n}`), value: `${n}` })),
  });
  const radio = (many: number) => ({ ...select(many), type: 'radio_buttons' });
  const rich = (type: string, ...elements: object[]) => ({ type: 'rich_text', elements: [{ type, elements }] });
  const x = (many: number) => 'x'.repeat(many);

  test.each<[string, string, ...object[]]>([
    ['51 blocks', 'no more than 50 items allowed [json-pointer:/blocks]', ...Array(51).fill({ type: 'divider' })],
    ['a section of 3001', 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]', section(x(3001))],
    ['an empty section', 'must be more than 0 characters [json-pointer:/blocks/0/text/text]', section('')],
    ['no text, no fields', 'missing required field: text or fields [json-pointer:/blocks/0]', { type: 'section' }],
    ['a header of 151', 'must be less than 151 characters', { type: 'header', text: plain(x(151)) }],
    ['11 in a context', 'no more than 10 items', { type: 'context', elements: Array(11).fill(plain('x')) }],
    ['26 actions', 'no more than 25 items', actions(...Array(26).fill(button('x')))],
    ['a button of 76', 'must be less than 76 characters', actions(button(x(76)))],
    ['a value of 2001', 'must be less than 2001 characters', actions(button('x', { value: x(2001) }))],
    ['an action_id of 256', 'must be less than 256 characters', actions(button('x', { action_id: x(256) }))],
    [
      'one action_id twice',
      '`action_id` a already exists',
      ...['1', '2'].map((one) => actions(button(one, { action_id: 'a' }))),
    ],
    ['one block_id twice', '`block_id` b already exists', ...Array(2).fill({ type: 'divider', block_id: 'b' })],
    ['101 options', 'no more than 100 items', actions(select(101))],
    ['11 radio buttons', 'no more than 10 items', actions(radio(11))],
    [
      'an initial option not offered',
      'not found',
      actions({ ...radio(1), initial_option: { text: plain('2'), value: '2' } }),
    ],
    ['a number of unknown kind', 'expected boolean', input({ type: 'number_input' })],
    ['a moment in milliseconds', 'initial_date_time', input({ type: 'datetimepicker', initial_date_time: Date.now() })],
    ['an unknown block', 'unsupported type [json-pointer:/blocks/0/type]', { type: 'paragraph' }],
    ['a text input among buttons', 'unsupported type', actions({ type: 'plain_text_input' })],
    ['an unknown field', 'invalid additional property: colour', { type: 'divider', colour: 'red' }],
    [
      'an emoji in preformatted text',
      'unsupported type',
      rich('rich_text_preformatted', { type: 'emoji', name: 'tada' }),
    ],
    ['an empty rich text', 'must be more than 0 characters', rich('rich_text_section', { type: 'text', text: '' })],
  ])('refuses %s: %s', async (_what, message, ...blocks) => {
    const { error, messages } = await refusal(post(...blocks));
    expect({ error, messages }).toEqual({ error: 'invalid_blocks', messages: [expect.stringContaining(`${message}`)] });
  });

  test('takes every block and element up to its limits, and names what has no name', async () => {
    const styled = { type: 'text', text: 'x', style: { bold: true, code: true } };
    const message = await post(
      ...[
        { type: 'header', text: plain(x(150)) },
        { type: 'divider' },
        section(x(3000)),
        actions(select(100), radio(10)),
      ],
      ...[rich('rich_text_section', styled, { type: 'link', url: 'https://x.com' }), rich('rich_text_quote', styled)],
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [styled] }] },
        ],
      },
    );
    expect(message.blocks).toHaveLength(7);
    const { blocks } = await post(actions(...Array(25).fill(button('x'))));
    expect(blocks).toMatchObject([
      { block_id: expect.any(String), elements: Array(25).fill({ action_id: expect.any(String) }) },
    ]);
  });

  test('holds in attachments as well', async () => {
    const attachments = [{ color: '#ff0000', blocks: [section(x(3001))] }];
    const { error, messages } = await refusal(client.chat.postMessage({ channel, text: 'x', attachments }));
    expect(error).toBe('invalid_attachments');
    expect(messages).toEqual([expect.stringContaining('/attachments/0/blocks/0/text/text')]);
  });
});
