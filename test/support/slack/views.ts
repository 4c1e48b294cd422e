import { z } from 'zod';
import { type Modal, modal } from './block-kit/modal';
import { hex, newId } from './ids';
import type { Call, Method } from './method';
import { Refusal, read } from './refusal';
import type { Trigger, View } from './state';

/** Modals: opened for somebody who has just clicked, and changed while they are open. */
export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': {
    answer: (call) => {
      const { trigger_id } = read(z.object({ trigger_id: z.string() }), call.args);
      const shown = read(modal, call.args.view, ['view']);
      const { team, user } = spend(call, trigger_id);
      const view: View = { ...shown, id: newId('V'), team, user, hash: hex(), open: true, errors: {} };
      call.state.views.push(view);
      return { view: viewObject(view) };
    },
  },
  'views.update': {
    answer: (call) => {
      const { view_id, hash } = read(z.object({ view_id: z.string(), hash: z.string().optional() }), call.args);
      const view = call.state.views.find((one) => one.id === view_id && one.team === call.team && one.open);
      if (view === undefined) throw new Refusal('not_found');
      if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
      replace(view, read(modal, call.args.view, ['view']));
      return { view: viewObject(view) };
    },
  },
};

const TRIGGER_LASTS_MS = 3000;

/** A click opens one modal, within three seconds. */
function spend({ state, team }: Call, id: string): Trigger {
  const trigger = state.triggers.find((one) => one.id === id && one.team === team);
  if (trigger === undefined) throw new Refusal('invalid_trigger_id');
  if (trigger.used) throw new Refusal('exchanged_trigger_id');
  if (Date.now() - trigger.at > TRIGGER_LASTS_MS) throw new Refusal('expired_trigger_id');
  trigger.used = true;
  return trigger;
}

export function replace(view: View, shown: Modal): void {
  Object.assign(view, { submit: undefined, close: undefined, errors: {} }, shown, { hash: hex() });
}

/** A view as Slack tells of it; `state` is what was filled in. */
export function viewObject({ team, user: _user, open: _open, errors: _errors, ...view }: View, state = {}) {
  return {
    ...{ ...view, submit: view.submit ?? null, close: view.close ?? null },
    state: { values: state },
    ...{ team_id: team.id, app_installed_team_id: team.id, bot_id: team.bot_id, app_id: APP_ID },
    ...{ root_view_id: view.id, previous_view_id: null },
  };
}

export const APP_ID = 'A0HANDOVER';
