import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { isMetadataAddress, isPublicAddress } from './public-address';

const TIMEOUT_MS = 10_000;
/** How long one of a host's addresses may take to accept a connection while there are others to try. */
const CONNECT_MS = 2_000;
/** How long a reply's body is read when nobody needs it: some servers abort their work when the client hangs up. */
const DISCARD_MS = 1_000;
/** Receivers behind proxies send long headers; Node's own limit is 16 KB. */
const MAX_HEADER_BYTES = 64 * 1024;

/** A URL that must not be requested. The message says why, but not what the host resolves to. */
export class RefusedUrl extends Error {}

export interface OutgoingReply {
  readonly status: number;
  /** Empty unless `maxBytes` was given. */
  readonly body: Buffer;
}

/** Sends a request to a URL that someone else chose. Rejects when there is no reply; never names the host's addresses. */
export type GuardedFetch = (url: string, init: OutgoingRequest) => Promise<OutgoingReply>;
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Reads the reply's body up to this length, and rejects if it breaks off. Otherwise only the status counts. */
  readonly maxBytes?: number;
}

interface Address {
  readonly address: string;
  readonly family: number;
}
/** Every address of a host name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

interface Options {
  /** Allows loopback and private networks, but never a cloud's metadata service. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

/**
 * The only way out to URLs that come from requests: http(s) only, every address of the host checked and then tried in
 * turn, connections only to addresses that were checked, no redirects, 10 seconds in all.
 */
export function createGuardedFetch({ allowPrivate, resolve = resolveAll }: Options): GuardedFetch {
  const isAllowed = (address: string) => (allowPrivate ? !isMetadataAddress(address) : isPublicAddress(address));
  return async (url, { maxBytes, ...init }) => {
    const target = checkedUrl(url);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const addresses = await beforeAbort(signal, allowedAddresses(target.hostname, resolve, isAllowed));
      const dispatcher = agentFor(addresses);
      try {
        const { statusCode, body } = await request(target, { ...init, dispatcher, signal });
        if (maxBytes !== undefined) return { status: statusCode, body: await readCapped(body, maxBytes) };
        await discard(body);
        return { status: statusCode, body: Buffer.alloc(0) };
      } finally {
        dispatcher.destroy().catch(() => undefined);
      }
    } catch (error) {
      throw failureOf(error, target.hostname, signal.aborted);
    }
  };
}

function checkedUrl(url: string): URL {
  const target = new URL(url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new RefusedUrl(`${target.protocol} is not http or https`);
  if (target.username || target.password) throw new RefusedUrl('the URL contains a user name or password');
  if (target.port === '0') throw new RefusedUrl('port 0 cannot be connected to');
  return target;
}

const resolveAll: Resolve = (host) => lookup(host, { all: true });

/** A lookup cannot be aborted, so it is raced against the timeout. */
async function beforeAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason));
  return Promise.race([work, aborted]);
}

/** An unknown host and a forbidden address give the same error: it must not tell which internal names exist. */
async function allowedAddresses(
  hostname: string,
  resolve: Resolve,
  isAllowed: (address: string) => boolean,
): Promise<readonly Address[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await known(resolve(host));
  if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
    throw new RefusedUrl(`${host} has no public address`);
  return addresses;
}

const known = (addresses: Promise<readonly Address[]>): Promise<readonly Address[]> =>
  addresses.catch((error: unknown) => {
    if (codeOf(error) === 'ENOTFOUND') return [];
    throw error;
  });

/** Connects to these addresses only, one after the other until one accepts. */
function agentFor(addresses: readonly Address[]): Agent {
  const [first] = addresses as readonly [Address];
  return new Agent({
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: CONNECT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: {
      timeout: TIMEOUT_MS,
      // Node asks for all addresses or for one, and expects a different callback for each.
      lookup: (_host, { all }, done) => (all ? done(null, [...addresses]) : done(null, first.address, first.family)),
    },
  });
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

/** The status has decided: a body that is endless, slow or broken changes nothing. */
async function discard(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: MAX_HEADER_BYTES, signal: AbortSignal.timeout(DISCARD_MS) }).catch(() => undefined);
}

/** System errors name the address that was tried, so only their code is passed on. */
function failureOf(error: unknown, host: string, isTimeout: boolean): Error {
  if (error instanceof RefusedUrl) return error;
  if (isTimeout) return new Error(`timeout: ${host} did not reply within ${TIMEOUT_MS / 1_000} seconds`);
  const code = codeOf(error);
  if (code && /^E[A-Z_]+$|^UND_ERR_CONNECT/.test(code)) return new Error(`${host} could not be reached (${code})`);
  return error instanceof Error ? error : new Error(String(error));
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
