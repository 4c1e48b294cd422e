import type { z } from 'zod';
import type { ErrorCode } from '../errors';
import type { Scope } from '../scopes';

/** One thing the API does, as the document describes it. */
export interface Operation {
  /** The document's `operationId`, and the anchor on its page. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With its parameters in braces: `/decisions/{id}`. Each of them is an id, or a version's number. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** The scope that the key needs. `any`: whatever key. Null: no key at all. */
  readonly scope: Scope | 'any' | null;
  readonly query?: z.ZodObject;
  readonly body?: Body;
  readonly replies: Readonly<Record<number, Reply>>;
  /** Its own errors, beside those of every operation. */
  readonly errors?: readonly ErrorCode[];
}

/** A request's body: JSON, or a form with files in `file`, or either. */
export interface Body {
  readonly json?: z.ZodType;
  readonly form?: z.ZodType;
}

export interface Reply {
  readonly means: string;
  /** JSON of this shape. */
  readonly json?: z.ZodType;
  /** Else the MIME types of what comes. */
  readonly types?: readonly string[];
}

/** Where a decision must still be open. */
export const isTooLate: readonly ErrorCode[] = ['ALREADY_RESOLVED', 'EXPIRED'];
