import { createHmac } from 'node:crypto';

/** A request from Slack, as it went over the wire. */
export interface Sent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent again with `slack.send`. */
  readonly sent: Sent;
}
export interface Signing {
  /** When it was signed. */
  readonly at?: Date;
  /** Instead of the true one. */
  readonly signature?: string;
}

/** Signs a request (docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signed(
  secret: string,
  body: string,
  contentType: string,
  { at = new Date(), signature }: Signing,
): Sent {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature ?? `v0=${digest}`,
    },
  };
}

export async function send(url: string, sent: Sent): Promise<Answered> {
  const response = await fetch(url, { method: 'POST', ...sent, redirect: 'manual' });
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, body: await response.text(), headers, sent };
}
