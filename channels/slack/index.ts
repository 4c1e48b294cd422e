import type { ChannelFolder } from '../channel-folder';
import { slackInbound } from './inbound';
import { createSlack } from './send';

/** Slack: a direct message with buttons. Answers come back as interactions, which Slack signs. */
export const slack: ChannelFolder = { create: createSlack, inbound: slackInbound };
