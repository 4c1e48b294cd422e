import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One message that arrived: its `Message-ID`, and when, in milliseconds since the epoch. */
export interface Arrived {
  readonly messageId: string;
  readonly at: number;
}

/** A mail server of this machine that keeps what arrives. */
export interface MailServer {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const messageId = /^Message-ID:\s*<([^@>]+)@/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? '';
        arrived.push({ messageId, at: Date.now() });
        done();
      });
    },
  });
  server.on('error', () => undefined); // a worker was killed while it was sending
  const net = server.listen(0, '127.0.0.1');
  await once(net, 'listening');
  return {
    url: `smtp://127.0.0.1:${(net.address() as AddressInfo).port}`,
    arrived,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
