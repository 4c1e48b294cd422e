import type { Fault } from '../domain/fault';
import { ellipsize } from '../domain/sanitize-text';
import { grouped } from '../domain/text-limits';

/** Every error code of the API with its HTTP status. */
export const STATUS_OF_CODE = {
  UNAUTHORIZED: 401,
  INVALID_KEY: 401,
  VALIDATION_ERROR: 400,
  UNSUPPORTED_CHANNEL: 400,
  FORBIDDEN: 403,
  APPROVER_NOT_ALLOWED: 403,
  ASSURANCE_TOO_LOW: 403,
  SELF_RESOLVE: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  ALREADY_RESOLVED: 409,
  IDEMPOTENCY_IN_FLIGHT: 409,
  VERSION_CONFLICT: 409,
  EXPIRED: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_MISMATCH: 422,
  RATE_LIMIT: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof STATUS_OF_CODE;

export type { Fault as Detail } from '../domain/fault';

/** What goes with the message: the fields at fault, the status of the decision, headers of the reply. */
export interface Extra {
  readonly details?: readonly Fault[];
  readonly status?: string;
  readonly resolved_by?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error for the caller. Its message says what was wrong, with which value, and what to do about it. */
export class HandoverError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extra: Extra = {},
  ) {
    super(message);
    this.name = 'HandoverError';
  }

  get httpStatus(): number {
    return STATUS_OF_CODE[this.code];
  }
}

/** 400 for one or more fields; the message repeats them, for people who read only that. */
export const invalid = (...faults: readonly Fault[]): HandoverError => invalidAll(faults);

/** The reply to a request with many faults must not be larger than the request. */
const MOST_FAULTS = 20;
const LONGEST_PATH = 500;

/** The same for any number of faults: the first 20 are listed, the others counted. */
export function invalidAll(faults: readonly Fault[]): HandoverError {
  const details = faults
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => ({ path: ellipsize(path, LONGEST_PATH), message }));
  const texts = details.map(({ path, message }) => (path ? `${path} ${message}` : message));
  const more = faults.length > MOST_FAULTS ? [`and ${grouped(faults.length - MOST_FAULTS)} more`] : [];
  return new HandoverError('VALIDATION_ERROR', [...texts, ...more].join('; '), { details });
}

/** 503: something that the request needs is unavailable. Try again in so many seconds. */
export function unavailable(what: string, seconds: number): HandoverError {
  const headers = { 'Retry-After': String(seconds) };
  return new HandoverError('UNAVAILABLE', `${what} is temporarily unavailable. Try again in a moment.`, { headers });
}

/** 404: it does not exist or belongs to another workspace; the two look the same. */
export function notFound(what: string): HandoverError {
  return new HandoverError('NOT_FOUND', `${what} not found`);
}
