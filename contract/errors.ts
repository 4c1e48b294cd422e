import type { Fault } from '../domain/fault';
import { ellipsize } from '../domain/sanitize-text';
import { groupDigits } from '../domain/text-limits';

export type { Fault as Detail } from '../domain/fault';

/** An error without parameters. */
type None = Readonly<Record<string, never>>;
/** A sentence of its own, for errors that have several causes. */
type Reason = { readonly reason: string };

/** The fields at fault; of many, the first ones, and how many more there are. */
interface Details {
  readonly details: readonly Fault[];
  readonly more?: number;
}

/** What each error needs to know to be worded, and to be answered with. */
interface Parameters {
  UNAUTHORIZED: None | Reason;
  INVALID_KEY: None;
  VALIDATION_ERROR: Details;
  UNSUPPORTED_CHANNEL: Reason;
  FORBIDDEN: { readonly scope: string } | Reason;
  APPROVER_NOT_ALLOWED: Reason;
  ASSURANCE_TOO_LOW: { readonly required: string; readonly given: string; readonly entrance: string };
  SELF_RESOLVE: None;
  NOT_FOUND: { readonly what: string } | Reason;
  METHOD_NOT_ALLOWED: { readonly method: string; readonly allowed: readonly string[] };
  ALREADY_RESOLVED: {
    readonly status: string;
    readonly resolvedBy: string | null;
    readonly resolvedAt: Date | null;
  };
  ALREADY_ANSWERED: { readonly approver: string };
  ALREADY_ASKED: { readonly approver: string };
  /** Null: nobody is being asked. */
  NOT_AN_APPROVER: { readonly approver: string | null };
  NO_DEADLINE: None;
  IDEMPOTENCY_IN_FLIGHT: None;
  VERSION_CONFLICT: { readonly expected: number | null; readonly current: number };
  EXPIRED: { readonly expiredAt: Date | null; readonly resolvedBy: string | null };
  PAYLOAD_TOO_LARGE: { readonly limit: string } | Details;
  UNSUPPORTED_MEDIA_TYPE: Reason;
  IDEMPOTENCY_MISMATCH: None;
  RATE_LIMIT: { readonly retryAfterSeconds: number; readonly reason?: string };
  INTERNAL: { readonly requestId: string };
  UNAVAILABLE: { readonly what: string; readonly retryAfterSeconds: number };
}

export type ErrorCode = keyof Parameters;

interface Entry<Code extends ErrorCode> {
  readonly status: number;
  /** When it is returned, for the documentation. */
  readonly when: string;
  /** The message for a person: what was wrong, with which value, what to do. */
  message(parameters: Parameters[Code]): string;
}

/** Every error that the API returns. */
export const ERRORS: { readonly [Code in ErrorCode]: Entry<Code> } = {
  UNAUTHORIZED: {
    status: 401,
    when: 'The request carries no API key.',
    message: (given) =>
      'reason' in given && given.reason ? given.reason : 'Send your API key as "Authorization: Bearer ho_live_…"',
  },
  INVALID_KEY: {
    status: 401,
    when: 'The API key is unknown, revoked or expired.',
    message: () => 'This API key is unknown, revoked or expired',
  },
  VALIDATION_ERROR: {
    status: 400,
    when: 'The request is invalid; `details` names each field at fault.',
    message: listed,
  },
  UNSUPPORTED_CHANNEL: {
    status: 400,
    when: "The channel is unknown, or isn't available on this server.",
    message: ({ reason }) => reason,
  },
  FORBIDDEN: {
    status: 403,
    when: 'The API key lacks the scope, or the decision belongs to another key.',
    message: (given) => ('scope' in given ? `This API key lacks the scope ${given.scope}` : given.reason),
  },
  APPROVER_NOT_ALLOWED: {
    status: 403,
    when: "The approver isn't on the API key's list, or the tier doesn't allow that many.",
    message: ({ reason }) => reason,
  },
  ASSURANCE_TOO_LOW: {
    status: 403,
    when: "The answer came through an entrance weaker than the decision's `min_assurance`.",
    message: ({ required, given, entrance }) =>
      `This decision requires an answer of level ${required} or stronger, and this entrance provides ${given}: answer ${entrance}`,
  },
  SELF_RESOLVE: {
    status: 403,
    when: 'The API key may not answer its own decisions.',
    message: () =>
      'This API key created the decision and may not answer it: use another key, or answer as the approver',
  },
  NOT_FOUND: {
    status: 404,
    when: "It doesn't exist in this workspace.",
    message: (given) => ('what' in given ? `${given.what} not found` : given.reason),
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    when: 'The path exists with other methods; the `Allow` header lists them.',
    message: ({ method, allowed }) => `${method} isn't allowed here, only ${allowed.join(' and ')}`,
  },
  ALREADY_RESOLVED: {
    status: 409,
    when: 'The decision is over; `status` and `resolved_by` say how.',
    message: ({ status, resolvedBy, resolvedAt }) => {
      if (status === 'pending' || status === 'escalated') return 'This decision was ended by an operator';
      const by = resolvedBy ? ` by ${resolvedBy}` : '';
      return `This decision was already ${status}${by}${resolvedAt ? ` at ${resolvedAt.toISOString()}` : ''}`;
    },
  },
  ALREADY_ANSWERED: {
    status: 409,
    when: 'This approver has answered in this step.',
    message: ({ approver }) => `${approver} has already answered`,
  },
  ALREADY_ASKED: {
    status: 409,
    when: 'This person is already an approver of this step.',
    message: ({ approver }) => `${approver} is already an approver of this step`,
  },
  NOT_AN_APPROVER: {
    status: 409,
    when: "This person isn't being asked.",
    message: ({ approver }) =>
      approver === null
        ? 'Nobody is being asked for this decision now'
        : `${approver} isn't being asked for this decision`,
  },
  NO_DEADLINE: {
    status: 409,
    when: 'The decision has no deadline to extend.',
    message: () => 'This decision has no deadline to extend',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    status: 409,
    when: 'The first request with this `Idempotency-Key` is still running.',
    message: () => 'The first request with this Idempotency-Key is still running: try again in a moment',
  },
  VERSION_CONFLICT: {
    status: 409,
    when: "`expected_version` isn't the current version.",
    message: ({ expected, current }) =>
      `The policy is at version ${current}, not ${expected}: read it again and repeat your change`,
  },
  EXPIRED: {
    status: 410,
    when: 'The decision expired before anyone answered.',
    message: ({ expiredAt }) =>
      `This decision expired${expiredAt ? ` at ${expiredAt.toISOString()}` : ''}: nobody had answered in time`,
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    when: 'The body or a file is over its limit.',
    message: (given) => ('limit' in given ? `body must be at most ${given.limit}` : listed(given)),
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    when: "The body isn't of the content type or encoding that is expected.",
    message: ({ reason }) => reason,
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    when: 'This `Idempotency-Key` was used for a different request.',
    message: () => 'This Idempotency-Key was used for a different request: use a new one',
  },
  RATE_LIMIT: {
    status: 429,
    when: 'Too many requests or decisions; `Retry-After` says when to try again.',
    message: ({ reason }) => reason ?? 'Rate limit exceeded',
  },
  INTERNAL: {
    status: 500,
    when: 'Something went wrong on the server.',
    message: ({ requestId }) => `Something went wrong. Contact the operator with the request id ${requestId}`,
  },
  UNAVAILABLE: {
    status: 503,
    when: 'The database, the file storage or Temporal is temporarily unavailable.',
    message: ({ what }) => `${what} is temporarily unavailable: try again in a moment`,
  },
};

/** A code with its parameters, as they are given to a new error. */
type Given = {
  [Code in ErrorCode]: None extends Parameters[Code]
    ? readonly [code: Code, parameters?: Parameters[Code]]
    : readonly [code: Code, parameters: Parameters[Code]];
}[ErrorCode];

/** An error meant for the caller: a code of the catalogue with its parameters. */
export class HandoverError extends Error {
  readonly code: ErrorCode;
  readonly parameters: Parameters[ErrorCode];

  constructor(...[code, parameters = {}]: Given) {
    const entry: Entry<ErrorCode> = ERRORS[code];
    super(entry.message(parameters));
    this.name = 'HandoverError';
    this.code = code;
    this.parameters = parameters;
  }

  get httpStatus(): number {
    return ERRORS[this.code].status;
  }

  /** The fields at fault; none where the error is not about fields. */
  get details(): readonly Fault[] {
    return 'details' in this.parameters ? this.parameters.details : [];
  }

  /** The body of the reply, in the one shape that every error has. (Express sets a `body` of its own on errors.) */
  get replyBody() {
    const { code, message, details, parameters } = this;
    return {
      ...{ error: message, code },
      ...(details.length > 0 ? { details } : {}),
      ...('resolvedBy' in parameters
        ? { status: 'status' in parameters ? parameters.status : 'expired', resolved_by: parameters.resolvedBy }
        : {}),
    };
  }

  /** The headers of the reply. */
  get replyHeaders(): Readonly<Record<string, string>> {
    const { parameters } = this;
    if (this.code === 'IDEMPOTENCY_IN_FLIGHT') return { 'Retry-After': '1' };
    if ('retryAfterSeconds' in parameters) return { 'Retry-After': String(parameters.retryAfterSeconds) };
    return 'allowed' in parameters ? { Allow: parameters.allowed.join(', ') } : {};
  }
}

/** VALIDATION_ERROR for one or more fields. The message repeats them, for people who read only that. */
export const invalid = (...faults: readonly Fault[]): HandoverError => invalidAll(faults);

/** The reply to a request with many faults must not be larger than the request. */
const MOST_FAULTS = 20;
const LONGEST_PATH = 500;

/** The same for any number of faults: the first 20 are listed, the others counted. */
export function invalidAll(faults: readonly Fault[]): HandoverError {
  const details = faults
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => ({ path: ellipsize(path, LONGEST_PATH), message }));
  return new HandoverError('VALIDATION_ERROR', { details, more: faults.length - details.length });
}

/** UNAVAILABLE: `what` is needed and not reached; the caller may try again in so many seconds. */
export const unavailable = (what: string, retryAfterSeconds: number): HandoverError =>
  new HandoverError('UNAVAILABLE', { what, retryAfterSeconds });

/** NOT_FOUND: it does not exist, or belongs to another workspace; the two look the same. */
export const notFound = (what: string): HandoverError => new HandoverError('NOT_FOUND', { what });

function listed({ details, more = 0 }: Details): string {
  const texts = details.map(({ path, message }) => (path ? `${path} ${message}` : message));
  return [...texts, ...(more > 0 ? [`and ${groupDigits(more)} more`] : [])].join('; ');
}
