import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { until } from './until';

export interface Mailbox {
  /** Every message so far, parsed. */
  all(): Promise<Email[]>;
  /** The newest message to this address, waited for. */
  to(address: string): Promise<Email>;
}

/** Reads what the outbox channel wrote. */
export function openMailbox(dataDir: string): Mailbox {
  const folder = path.join(dataDir, 'outbox');
  const parsed = new Map<string, Promise<Email>>();
  const read = (name: string): Promise<Email> => {
    const mail = parsed.get(name) ?? PostalMime.parse(readFileSync(path.join(folder, name)));
    parsed.set(name, mail);
    return mail;
  };
  const all = async () => {
    const files = existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.eml'))
          .sort()
      : [];
    return Promise.all(files.map(read));
  };
  const isTo = (address: string) => (mail: Email) => mail.to?.some((recipient) => recipient.address === address);
  return { all, to: (address) => until(`mail to ${address}`, async () => (await all()).findLast(isTo(address))) };
}

/** The approver's link in a message, without the preselected answer. */
export function linkIn({ text }: Email): string {
  const link = /https?:\/\/\S+\/d\/[\w-]{43}/.exec(text ?? '')?.[0];
  if (!link) throw new Error('the message has no link');
  return link;
}
