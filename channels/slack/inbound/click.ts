import type { AckFn, BlockAction, ButtonAction } from '@slack/bolt';
import { requireAssurance } from '../../../decisions/resolve';
import { neededFor } from '../../../domain/check-answer';
import type { InboundContext } from '../../inbound';
import { linkTo } from '../../telling';
import { readValue } from '../button';
import type { Asked } from './admitted';
import { ASSURANCE, answer } from './answer';
import { attend, type Door } from './attend';
import { modalFor } from './modal';
import type { Seen } from './seen';
import { notOpened, onPage } from './words';

/** A verdict's button was pressed: the answer, where nothing more is needed, else the form for it. */
export async function takeClick(
  context: InboundContext,
  body: BlockAction<ButtonAction>,
  { value }: ButtonAction,
  ack: AckFn<void>,
): Promise<void> {
  const pressed = readValue(value);
  if (!pressed) return;
  const seen: Seen = {
    ...{ ...pressed, team: body.team?.id ?? null, user: body.user.id, userTeam: body.user.team_id },
    ...{ channel: String(body.container.channel_id), ts: String(body.container.message_ts) },
  };
  const door: Door = {
    ack,
    turnDown: async (told, place) => {
      await ack(); // a note may take longer than Slack waits
      await place?.tell(told);
    },
  };
  await attend(context, seen, door, async (asked, onKept) => {
    const { verdict } = seen;
    switch (neededFor(asked.decision, verdict)) {
      case 'nothing':
        return answer(context, asked, { verdict, notes: null, data: null, executeAt: null }, onKept);
      case 'input':
        return openModal(asked, seen, body.trigger_id);
      case 'files':
        throw onPage(linkTo(context, asked.decision.id, asked.link.recipient));
    }
  });
}

/** Slack lets a form be opened for three seconds after a click. */
async function openModal(asked: Asked, seen: Seen, triggerId: string): Promise<void> {
  requireAssurance(asked.decision, { assurance: ASSURANCE }); // before anybody fills it in in vain
  const view = modalFor(asked.decision, seen);
  await asked.client.views.open({ trigger_id: triggerId, view }).catch((error: unknown) => {
    throw notOpened(error);
  });
}
