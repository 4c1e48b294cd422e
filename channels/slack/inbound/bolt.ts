import {
  App,
  type BlockAction,
  type Logger as BoltLogger,
  type ButtonAction,
  LogLevel,
  type ViewSubmitAction,
} from '@slack/bolt';
import type { Logger } from '../../../platform/log';
import { disableTeam } from '../../../store/slack';
import type { InboundContext } from '../../inbound';
import { ANSWER_ACTION } from '../button';
import { handleClick } from './click';
import { CALLBACK_ID } from './modal';
import { handleSubmission } from './submission';

/** Slack's own framework, which finds the handler for each request. Requests are authenticated before they get here. */
export function createBolt(context: InboundContext): App {
  const { db, log } = context;
  const bolt = new App({
    receiver: { init: () => undefined, start: async () => undefined, stop: async () => undefined }, // requests are handed in
    authorize: async () => ({}), // the token is the one of the decision's own installation
    convoStore: false,
    ignoreSelf: false,
    logger: boltLogger(log),
  });
  bolt.error(async (error) => {
    throw error;
  });
  bolt.action<BlockAction<ButtonAction>>(ANSWER_ACTION, ({ body, action, ack }) =>
    handleClick(context, body, action, ack),
  );
  bolt.view<ViewSubmitAction>(CALLBACK_ID, ({ body, ack }) => handleSubmission(context, body, ack));
  bolt.event('app_uninstalled', ({ body }) => disableTeam(db, body.team_id, 'app_uninstalled', timeOf(body)));
  bolt.event('tokens_revoked', async ({ body, event }) => {
    if (event.tokens.bot?.length) await disableTeam(db, body.team_id, 'tokens_revoked', timeOf(body));
  });
  return bolt;
}

/** When Slack says that it happened. */
const timeOf = ({ event_time }: { event_time: number }): Date => new Date(event_time * 1_000);

function boltLogger(log: Logger): BoltLogger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...said: unknown[]) =>
      log[level](said.map(String).join(' '));
  return {
    ...{ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    ...{ setLevel: () => undefined, getLevel: () => LogLevel.INFO, setName: () => undefined },
  };
}
