import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import PostalMime from 'postal-mime';

const MAX_SHOWN = 200;
const EXTENSION = '.eml';

/** One message of the outbox. */
export interface OutboxMessage {
  /** The name of its file, without the extension. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly at: Date;
  readonly html: string;
  readonly text: string;
  readonly source: string;
}

/** The messages in a folder. A file never changes once it is written, so each is parsed only once. */
export interface Messages {
  /** The newest 200, newest first. */
  newest(): Promise<OutboxMessage[]>;
  find(id: string): Promise<OutboxMessage | undefined>;
}

export function openMessages(folder: string): Messages {
  const parsed = new Map<string, OutboxMessage>();
  const find = async (id: string) => {
    if (!/^\w[\w.-]*$/.test(id)) return undefined; // an id names a file in this folder, never a path
    const message = parsed.get(id) ?? (await parse(path.join(folder, id + EXTENSION)).catch(() => undefined));
    if (message) parsed.set(id, message);
    return message;
  };
  return {
    find,
    async newest() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(EXTENSION));
      const files = await Promise.all(
        names.map(async (name) => ({ name, written: (await stat(path.join(folder, name))).mtimeMs })),
      );
      const newest = files.sort((a, b) => b.written - a.written).slice(0, MAX_SHOWN);
      const messages = await Promise.all(newest.map(({ name }) => find(path.basename(name, EXTENSION))));
      return messages.filter((message) => message !== undefined);
    },
  };
}

async function parse(file: string): Promise<OutboxMessage> {
  const [source, { mtime }] = await Promise.all([readFile(file), stat(file)]);
  const mail = await PostalMime.parse(source);
  return {
    id: path.basename(file, EXTENSION),
    from: [mail.from?.name, mail.from?.address && `<${mail.from.address}>`].filter(Boolean).join(' '),
    to: (mail.to ?? []).map(({ address }) => address).join(', '),
    subject: mail.subject ?? '',
    at: mtime,
    html: mail.html ?? '',
    text: mail.text ?? '',
    source: source.toString(),
  };
}
