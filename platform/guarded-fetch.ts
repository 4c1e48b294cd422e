import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';

const TIMEOUT_MS = 10_000;
const MAX_REPLY_BYTES = 64 * 1024;

/** A URL that we must not reach: the message says why. */
export class RefusedUrl extends Error {}

export interface OutgoingReply {
  readonly status: number;
  readonly body: Buffer;
}

/** Sends a request to a URL that somebody else chose. */
export type GuardedFetch = (url: string, init: OutgoingRequest) => Promise<OutgoingReply>;
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How much of the reply is read; 64 KB unless it is said. */
  readonly maxBytes?: number;
}

/**
 * The only way out to URLs from requests: http(s) alone, every address of the host public (unless `allowPrivate`), the
 * connection made to the address that was checked, no redirects, 10 s in all, 64 KB of reply or `maxBytes`.
 */
export function createGuardedFetch({ allowPrivate }: { allowPrivate: boolean }): GuardedFetch {
  return async (url, { maxBytes = MAX_REPLY_BYTES, ...init }) => {
    const target = new URL(url);
    if (target.protocol !== 'http:' && target.protocol !== 'https:')
      throw new RefusedUrl(`${target.protocol} is not http or https`);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const address = await beforeAbort(signal, checkedAddress(target.hostname, allowPrivate));
    const dispatcher = new Agent({
      connect: { timeout: TIMEOUT_MS, lookup: (_host, options, done) => done(null, ...pinned(address, options.all)) },
    });
    try {
      const reply = await request(target, { ...init, dispatcher, signal });
      return { status: reply.statusCode, body: await readCapped(reply.body, maxBytes) };
    } finally {
      dispatcher.destroy().catch(() => undefined);
    }
  };
}

/** A look-up cannot be aborted: it is not waited for. */
async function beforeAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason));
  return Promise.race([work, aborted]);
}

interface Address {
  readonly address: string;
  readonly family: number;
}

async function checkedAddress(hostname: string, allowPrivate: boolean): Promise<Address> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true });
  if (!allowPrivate)
    for (const { address } of addresses)
      if (!isPublic(address)) throw new RefusedUrl(`${host} is at ${address}, which is not a public address`);
  const [first] = addresses;
  if (!first) throw new RefusedUrl(`${host} has no address`);
  return first;
}

/** Public unicast only: no loopback, private, link-local (cloud metadata), carrier, multicast or reserved range. */
function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  // Of IPv6 only 2000::/3 is given out: what else counts as unicast is unassigned, or of the past like ::127.0.0.1.
  const isGiven = parsed instanceof ipaddr.IPv6 ? parsed.match(ipaddr.IPv6.parse('2000::'), 3) : true;
  return isGiven && parsed.range() === 'unicast';
}

// Node asks for one address or for all of them, in two shapes of callback.
function pinned({ address, family }: Address, all: boolean | undefined): [never, never] {
  return (all ? [[{ address, family }]] : [address, family]) as unknown as [never, never];
}

async function readCapped(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}
