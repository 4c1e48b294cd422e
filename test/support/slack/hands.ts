import { z } from 'zod';
import { elementsOf } from './block-kit/blocks';
import type { Button } from './block-kit/elements';
import { blocksOf } from './block-kit/message';
import { modal } from './block-kit/modal';
import { messageObject } from './chat';
import { hex, newId, newTrigger, newTs } from './ids';
import { type Given, valuesOf } from './inputs';
import { type Answered, type Sent, type Signing, send, signed } from './signed';
import type { Message, Person, State, Team, View } from './state';
import { APP_ID, replace, viewObject } from './views';

/** What can be forged about a request: its time, its signature, whose it claims to be. */
interface Forged extends Signing {
  readonly team?: Team;
  readonly user?: Person;
}
export interface Clicked extends Forged {
  /** What was filled in beside the button. */
  readonly values?: Given;
}
type Which = string | { readonly actionId: string };

/** What people do in Slack's window: each a signed request to the app. */
export interface Hands {
  /** Clicks a button, by its label or action, even one that the message has lost since. An `at` in the past ages the click. */
  press(message: Message, user: Person, which: Which, options?: Clicked): Promise<Answered>;
  /** Submits a modal, and shows what is answered: errors, another view, or none any more. */
  submit(view: View, user: Person, values?: Given, options?: Forged): Promise<Answered>;
  /** Something happened in a team (docs.slack.dev/reference/events). */
  event(event: { type: string; team: Team; [field: string]: unknown }, options?: Forged): Promise<Answered>;
  /** Slack asks whether the URL is the app's own. */
  verifyUrl(challenge: string, options?: Signing): Promise<Answered>;
  /** Sends once more what was sent, byte for byte. */
  send(sent: Sent): Promise<Answered>;
}

const TOKEN = 'a-verification-token-that-nobody-should-use';

export function createHands(state: State, url: string, secret: string, appUrl: () => string): Hands {
  const interact = (payload: object, signing: Signing) => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return send(appUrl(), signed(secret, body, 'application/x-www-form-urlencoded', signing));
  };
  const tell = (payload: object, signing: Signing) =>
    send(appUrl(), signed(secret, JSON.stringify(payload), 'application/json', signing));

  return {
    press: async (message, user, which, { values = {}, ...forged } = {}) => {
      const { button, block_id } = find(message, which);
      const { channel, ts: message_ts, team } = message;
      const { confirm: _confirm, ...pressed } = button;
      return interact(
        {
          type: 'block_actions',
          ...origin(state, team, user, forged),
          container: { type: 'message', message_ts, channel_id: channel, is_ephemeral: false },
          channel: { id: channel, name: 'directmessage' },
          message: { ...messageObject(message), app_id: APP_ID },
          state: { values: valuesOf(blocksOf(message), values) },
          response_url: `${url}/actions/${team.id}/${hex()}`,
          actions: [{ ...pressed, block_id, action_ts: newTs() }],
        },
        forged,
      );
    },
    submit: async (view, user, values = {}, forged = {}) => {
      const payload = {
        type: 'view_submission',
        ...origin(state, view.team, user, forged),
        view: viewObject(view, valuesOf(view.blocks, values)),
        response_urls: [],
      };
      const answered = await interact(payload, forged);
      if (answered.status === 200) show(view, answered.body);
      return answered;
    },
    event: ({ team, ...event }, forged = {}) => {
      const { id: team_id, bot_user_id: user_id } = forged.team ?? team;
      return tell(
        {
          ...{ token: TOKEN, team_id, api_app_id: APP_ID, event, type: 'event_callback' },
          ...{ event_id: newId('Ev'), event_time: Math.floor(Date.now() / 1000), is_ext_shared_channel: false },
          authorizations: [{ enterprise_id: null, team_id, user_id, is_bot: true, is_enterprise_install: false }],
        },
        forged,
      );
    },
    verifyUrl: (challenge, signing = {}) => tell({ token: TOKEN, challenge, type: 'url_verification' }, signing),
    send: (sent) => send(appUrl(), sent),
  };
}

/** Who did it and where from, with the right to open one modal. */
function origin(state: State, at: Team, by: Person, forged: Forged) {
  const { team = at, user = by } = forged;
  const trigger = { id: newTrigger(), team, user, at: (forged.at ?? new Date()).getTime(), used: false };
  state.triggers.push(trigger);
  return {
    ...{ token: TOKEN, api_app_id: APP_ID, trigger_id: trigger.id },
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id },
    ...{ enterprise: null, is_enterprise_install: false },
  };
}

function find(message: Message, which: Which): { button: Button; block_id: string } {
  const buttons = [message, ...message.history.toReversed()]
    .flatMap(blocksOf)
    .flatMap((block) =>
      elementsOf(block).flatMap((button) => (button.type === 'button' ? [{ button, block_id: block.block_id }] : [])),
    );
  const found = buttons.find(({ button }) =>
    typeof which === 'string' ? button.text.text === which : button.action_id === which.actionId,
  );
  if (found) return found;
  throw new Error(`no such button, only: ${buttons.map(({ button }) => button.text.text).join(', ')}`);
}

const answer = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: modal }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

/** Throws where Slack would tell the person that the app did not answer well. */
function show(view: View, body: string): void {
  const said = body === '' ? ({ response_action: 'clear' } as const) : answer.parse(JSON.parse(body));
  if (said.response_action === 'clear') view.open = false;
  else if (said.response_action === 'update') replace(view, said.view);
  else {
    const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
    const stray = Object.keys(said.errors).find((id) => !inputs.includes(id));
    if (stray !== undefined) throw new Error(`an error for ${stray}, which is no input of the view`);
    view.errors = said.errors;
  }
}
