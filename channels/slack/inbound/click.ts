import type { AckFn, BlockAction, ButtonAction } from '@slack/bolt';
import { requireAssurance } from '../../../decisions/answer';
import { neededFor } from '../../../domain/check-answer';
import type { InboundContext } from '../../inbound';
import { linkTo } from '../../notification-context';
import { parseButtonValue } from '../button';
import { ASSURANCE, answerInSlack, requireAnswerable } from './answer';
import type { Authorized } from './authorize';
import { handleInteraction, type Responder } from './handle-interaction';
import type { Interaction } from './interaction';
import { modalFor } from './modal';
import { answerOnPage, notOpenedError } from './replies';

/** Handles a click on the button of a verdict: it answers, or opens the form for what must come with the answer. */
export async function handleClick(
  context: InboundContext,
  body: BlockAction<ButtonAction>,
  { value }: ButtonAction,
  ack: AckFn<void>,
): Promise<void> {
  const clicked = parseButtonValue(value);
  if (!clicked) return;
  const interaction: Interaction = {
    ...{ ...clicked, team: body.team?.id ?? null, user: body.user.id, userTeam: body.user.team_id },
    ...{ channel: String(body.container.channel_id), ts: String(body.container.message_ts) },
  };
  const responder: Responder = {
    ack,
    reject: async (reply, workspace) => {
      await ack(); // a private message may take longer than Slack waits
      await workspace?.tell(reply);
    },
  };
  await handleInteraction(context, interaction, responder, async (authorized) => {
    const { verdict } = interaction;
    switch (neededFor(authorized.decision, verdict)) {
      case 'nothing':
        return answerInSlack(context, authorized, interaction, { verdict, notes: null, data: null, executeAt: null });
      case 'input':
        return openModal(context, authorized, interaction, body.trigger_id);
      case 'files':
        throw answerOnPage(linkTo(context, authorized.decision.id, authorized.assignment.id));
    }
  });
}

/** Slack lets a form be opened for three seconds after a click. */
async function openModal(
  context: InboundContext,
  authorized: Authorized,
  interaction: Interaction,
  triggerId: string,
): Promise<void> {
  requireAnswerable(context, authorized, interaction);
  requireAssurance(authorized.decision, ASSURANCE);
  const view = modalFor(authorized.decision, interaction);
  await authorized.client.views.open({ trigger_id: triggerId, view }).catch((error: unknown) => {
    throw notOpenedError(error);
  });
}
