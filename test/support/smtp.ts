import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail server of somebody's company: it wants a password, and takes mail for anyone. */
export interface SmtpServer {
  /** As `SMTP_URL` wants it. */
  readonly url: string;
  readonly password: string;
  /** What was taken in, in order, with the envelope that it came in. */
  readonly taken: readonly TakenMail[];
  /** How many recipients were turned down. */
  readonly refusals: number;
  /** Turns down the next recipients with these codes, and names them in its reply, as many servers do. */
  refuse(...codes: number[]): void;
  /** Takes the next connection and says nothing on it. */
  stall(): void;
  close(): Promise<void>;
}
export interface TakenMail extends Email {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

const USER = 'handover';

export async function startSmtpServer(): Promise<SmtpServer> {
  const taken: TakenMail[] = [];
  const password = 'a-password-of-the-tests';
  let codes: number[] = [];
  let refusals = 0;
  let stalls = 0;
  const server = new SMTPServer({
    ...{ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, logger: false, disableReverseLookup: true },
    onConnect: (_session, done) => {
      if (stalls === 0) return done();
      stalls -= 1;
    },
    onAuth: (auth, _session, done) => {
      if (auth.username === USER && auth.password === password) done(null, { user: USER });
      else done(new Error('wrong user or password'));
    },
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = codes.shift();
      if (responseCode === undefined) return done();
      refusals += 1;
      done(Object.assign(new Error(`<${address}> is not welcome now`), { responseCode }));
    },
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
      read(stream).then(async (raw) => {
        taken.push({ ...(await PostalMime.parse(raw)), envelope });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    ...{ url: `smtp://${USER}:${password}@127.0.0.1:${port}`, password, taken },
    get refusals() {
      return refusals;
    },
    refuse: (...next) => {
      codes = next;
    },
    stall: () => {
      stalls = 1;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
