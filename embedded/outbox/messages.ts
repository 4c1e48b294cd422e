import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import PostalMime from 'postal-mime';

const SHOWN = 200;
const ENDING = '.eml';

/** One message of the outbox, as its file has it. */
export interface KeptMessage {
  /** The file's name without its ending. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly at: Date;
  readonly html: string;
  readonly text: string;
  readonly source: string;
}

/** The messages below a folder. Files don't change once written, so each is parsed once. */
export interface Messages {
  /** The newest 200, newest first. */
  newest(): Promise<KeptMessage[]>;
  find(id: string): Promise<KeptMessage | undefined>;
}

export function openMessages(folder: string): Messages {
  const parsed = new Map<string, KeptMessage>();
  const find = async (id: string) => {
    if (!/^\w[\w.-]*$/.test(id)) return undefined; // what is asked for names a file here, never a path
    const message = parsed.get(id) ?? (await parse(path.join(folder, id + ENDING)).catch(() => undefined));
    if (message) parsed.set(id, message);
    return message;
  };
  return {
    find,
    async newest() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ENDING));
      const files = await Promise.all(
        names.map(async (name) => ({ name, written: (await stat(path.join(folder, name))).mtimeMs })),
      );
      const newest = files.sort((a, b) => b.written - a.written).slice(0, SHOWN);
      const messages = await Promise.all(newest.map(({ name }) => find(path.basename(name, ENDING))));
      return messages.filter((message) => message !== undefined);
    },
  };
}

async function parse(file: string): Promise<KeptMessage> {
  const [source, { mtime }] = await Promise.all([readFile(file), stat(file)]);
  const mail = await PostalMime.parse(source);
  return {
    id: path.basename(file, ENDING),
    from: [mail.from?.name, mail.from?.address && `<${mail.from.address}>`].filter(Boolean).join(' '),
    to: (mail.to ?? []).map(({ address }) => address).join(', '),
    subject: mail.subject ?? '',
    at: mtime,
    html: mail.html ?? '',
    text: mail.text ?? '',
    source: source.toString(),
  };
}
