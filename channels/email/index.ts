import type { ChannelFolder } from '../channel-folder';
import { createMailer } from './mailer';
import { createEmail } from './send';

/** E-mail. Answers come back through the approver's page. */
export const email: ChannelFolder = { create: ({ config }) => createEmail(createMailer(config)) };
