import { isValidSlackRequest } from '@slack/bolt';

/** How far from now a request may have been signed, in either direction. */
const WINDOW_SECONDS = 300;

/** A request that says it is Slack's, with the headers that prove it. */
export interface Received {
  readonly body: string;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** Why a request is not taken for Slack's, made now: it is signed by nobody who knows our secret, or not at this time. */
export type Fault = 'forged' | 'stale' | 'future';

/** Written in one way only, for a signature is known again by its words. */
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

export function faultIn({ body, timestamp, signature = '' }: Received, signingSecret: string, now: Date): Fault | null {
  const signedAt = Number(timestamp);
  const headers = { 'x-slack-request-timestamp': signedAt, 'x-slack-signature': signature };
  // Bolt checks the signature, but it accepts times in the future, so we check the time.
  const isValid = isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: signedAt * 1_000 });
  if (!SIGNATURE.test(signature) || !isValid) return 'forged';
  const age = Math.floor(now.getTime() / 1_000) - signedAt;
  if (Math.abs(age) <= WINDOW_SECONDS) return null;
  return age > 0 ? 'stale' : 'future';
}
