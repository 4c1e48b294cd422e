import type { Config } from '../platform/config';
import type { Notifier } from './channel';
import { createMailer } from './email/mailer';
import { emailNotifier } from './email/send';

/** Every channel that we send over, by its name: a new one is a folder and a line here. */
export function createNotifiers(config: Config): Readonly<Record<string, Notifier>> {
  return { email: emailNotifier(createMailer(config)) };
}
