import type { Fault } from '../domain/fault';

/** Every code the API can answer with, and its HTTP status. Document 004 rules; `api.md` adds the rest. */
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

/** More than the message: fields at fault, the decision as it stands, headers of the reply. */
export interface Extra {
  readonly details?: readonly Fault[];
  readonly status?: string;
  readonly resolved_by?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error meant for the caller. The message says what was wrong, with which value, and what to do. */
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
export function invalid(...details: readonly Fault[]): HandoverError {
  const text = details.map(({ path, message }) => (path ? `${path} ${message}` : message)).join('; ');
  return new HandoverError('VALIDATION_ERROR', text, { details });
}

/** 503: something that is needed is away; to be tried again in so many seconds. */
export function unavailable(what: string, seconds: number): HandoverError {
  const headers = { 'Retry-After': String(seconds) };
  return new HandoverError('UNAVAILABLE', `${what} is away: try again in a moment`, { headers });
}

/** 404: it is not there, or belongs to somebody else; the two look the same. */
export function notFound(what: string): HandoverError {
  return new HandoverError('NOT_FOUND', `${what} not found`);
}
