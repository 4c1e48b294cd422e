import type { AddressInfo } from 'node:net';
import { App, type BlockAction, type ViewResponseAction, type ViewSubmitAction } from '@slack/bolt';
import type { Clicked, Given, View } from '../support/slack';
import { type Acme, refusal, silent, startAcme } from '../support/slack/acme';
import { actions, button, input, modal, plain, section } from '../support/slack/sample-blocks';

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

const seen: { payload?: BlockAction | ViewSubmitAction; event?: object } = {};
let answer: ViewResponseAction | undefined;
let app: App;

beforeAll(async () => {
  const { signingSecret, apiUrl: slackApiUrl } = slack;
  app = new App({ token, signingSecret, clientOptions: { slackApiUrl }, logger: silent });
  app.action(/.*/, async ({ ack, body }) => {
    seen.payload = body as BlockAction;
    await ack();
  });
  app.view(/.*/, async ({ ack, body }) => {
    seen.payload = body as ViewSubmitAction;
    await (answer === undefined ? ack() : ack(answer));
  });
  app.event('app_uninstalled', async ({ body }) => {
    seen.event = body;
  });
  const { port } = (await app.start(0)).address() as AddressInfo;
  slack.appUrl = `http://127.0.0.1:${port}/slack/events`;
});
beforeEach(() => {
  answer = undefined;
});
afterAll(() => app.stop());

const click = async (options?: Clicked) => {
  const message = await post(actions(button('Approve', { action_id: 'yes', value: 'v' }), button('Deny')));
  const { status, sent } = await slack.press(message, sarah, 'Approve', options);
  return { message, status, sent, trigger_id: (seen.payload as BlockAction).trigger_id };
};
const open = async (...blocks: object[]) => {
  const { trigger_id } = await click();
  await client.views.open({ trigger_id, view: modal(...blocks) });
  return slack.views.at(-1) as View;
};

test('a click tells the app who, where and what', async () => {
  const { message, status } = await click();
  expect(status).toBe(200);
  expect(seen.payload).toMatchObject({ type: 'block_actions', user: { id: sarah.id, team_id: team.id } });
  expect(seen.payload).toMatchObject({
    team: { id: team.id, domain: 'acme-corp' },
    container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
    actions: [{ type: 'button', action_id: 'yes', value: 'v', text: plain('Approve'), block_id: expect.any(String) }],
  });
  expect((seen.payload as BlockAction).message).toMatchObject({ ts: message.ts, blocks: message.blocks });
});

test('a click can be signed wrongly, or too long ago, or be sent twice', async () => {
  const { message, sent } = await click();
  const status = async (forged: Clicked) => (await slack.press(message, sarah, { actionId: 'yes' }, forged)).status;
  expect(await status({ signature: `v0=${'0'.repeat(64)}` })).toBe(401);
  expect(await status({ at: new Date(Date.now() - 301_000) })).toBe(401);
  expect((await slack.send(sent)).status).toBe(200);
});

test('a click can claim to be of somebody else, in another team', async () => {
  const other = slack.team('Other');
  const eve = slack.person(other, { email: 'eve@other.com' });
  const { status } = await click({ user: eve, team: other });
  expect(status).toBe(200);
  expect(seen.payload).toMatchObject({
    user: { id: eve.id },
    team: { id: other.id },
    container: { channel_id: channel },
  });
});

test('a button can be clicked that the message has lost since, and none that it never had', async () => {
  const { message } = await click();
  await client.chat.update({ channel, ts: message.ts, text: 'over', blocks: [] });
  expect((await slack.press(message, sarah, 'Deny')).status).toBe(200);
  await expect(slack.press(message, sarah, 'Maybe')).rejects.toThrow('no such button, only: Approve, Deny');
});

test('a click opens one modal, within three seconds, and only for its own team', async () => {
  const { trigger_id } = await click();
  const other = clientWith(slack.token(slack.team('Fourth')));
  const view = modal(input({ type: 'plain_text_input' }));
  expect(await refusal(other.views.open({ trigger_id, view }))).toMatchObject({ error: 'invalid_trigger_id' });
  await client.views.open({ trigger_id, view });
  expect(await refusal(client.views.open({ trigger_id, view }))).toMatchObject({ error: 'exchanged_trigger_id' });
  const late = await click({ at: new Date(Date.now() - 4000) });
  const tooLate = client.views.open({ trigger_id: late.trigger_id, view });
  expect(await refusal(tooLate)).toMatchObject({ error: 'expired_trigger_id' });
});

test('a modal that is wrong is refused, and costs no click', async () => {
  const { trigger_id } = await click();
  const wrong = { ...modal(), title: plain('x'.repeat(25)) };
  const { error, messages } = await refusal(client.views.open({ trigger_id, view: wrong }));
  expect(error).toBe('invalid_arguments');
  expect(messages).toEqual(['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]']);
  const silentModal = { ...modal(input({ type: 'plain_text_input' })), submit: undefined };
  expect((await refusal(client.views.open({ trigger_id, view: silentModal }))).messages?.[0]).toContain('submit');
  await client.views.open({ trigger_id, view: modal() });
});

test('a modal is filled in by its labels, each kind of input in its own way', async () => {
  const options = ['Red', 'Blue'].map((text) => ({ text: plain(text), value: text.toLowerCase() }));
  const kinds: [object, Given[string] | undefined, object][] = [
    [{ type: 'plain_text_input' }, 'Too dear.', { value: 'Too dear.' }],
    [{ type: 'plain_text_input' }, undefined, { value: null }],
    [{ type: 'number_input', is_decimal_allowed: true }, 2.5, { value: '2.5' }],
    [{ type: 'datetimepicker' }, 1_900_000_000, { selected_date_time: 1_900_000_000 }],
    [{ type: 'radio_buttons', options }, 'Blue', { selected_option: options[1] }],
    [{ type: 'checkboxes', options }, ['Red'], { selected_options: [options[0]] }],
  ];
  const view = await open(...kinds.map(([element], n) => input({ action_id: 'a', ...element }, `Label ${n}`)));
  await slack.submit(
    view,
    sarah,
    Object.fromEntries(kinds.flatMap(([, given], n) => (given ? [[`Label ${n}`, given]] : []))),
  );
  const { values } = (seen.payload as ViewSubmitAction).view.state;
  for (const [n, [, , held]] of kinds.entries()) expect(values[`Label ${n}`]?.a).toMatchObject(held);
});

test('a modal shows what the app answers: errors at its inputs, another modal, or none', async () => {
  const view = await open(input({ type: 'plain_text_input' }, 'Note'));
  answer = { response_action: 'errors', errors: { Note: 'Say why.' } };
  await slack.submit(view, sarah);
  expect(view).toMatchObject({ open: true, errors: { Note: 'Say why.' } });
  answer = { response_action: 'update', view: modal(section('Thanks')) };
  await slack.submit(view, sarah, { Note: 'Too dear.' });
  expect(view).toMatchObject({ open: true, errors: {}, blocks: [section('Thanks')] });
  answer = undefined;
  await slack.submit(view, sarah);
  expect(view.open).toBe(false);
  const gone = client.views.update({ view_id: view.id, view: modal() });
  expect(await refusal(gone)).toMatchObject({ error: 'not_found' });
});

test('the app hears of what happened in a team, and whose its URL is', async () => {
  expect((await slack.event({ type: 'app_uninstalled', team })).status).toBe(200);
  expect(seen.event).toMatchObject({ type: 'event_callback', team_id: team.id, event: { type: 'app_uninstalled' } });
  expect((await slack.verifyUrl('a challenge')).body).toContain('a challenge');
});
