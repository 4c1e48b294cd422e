import type { Response } from 'express';
import type { z } from 'zod';
import type { ApiKeyPrincipal } from '../accounts/principal';
import type { Bucket } from '../accounts/tiers';
import type { ErrorCode } from '../contract/errors';
import type { ReplyOf } from '../contract/replies/shapes';
import type { ReceivedFile } from '../decisions/inspect-files';
import type { Scope } from '../domain/scopes';
import type { Claimed } from '../store/idempotency';
import type { ApiContext } from './context';

/** An operation with its handler: the Express route is built from it, too. */
export interface ServedOperation extends Operation {
  handler(context: ApiContext, call: AnyCall): Promise<AnyReply>;
}

/** One thing the API does, as the OpenAPI document describes it. A router of its own serves it if it has no handler. */
export interface Operation {
  /** The `operationId`, and the anchor on the documentation page. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With its parameters in braces, as OpenAPI writes them: `/decisions/{id}`. */
  readonly path: string;
  /** A verb and a resource: "Create decision". */
  readonly summary: string;
  readonly description?: string;
  /** The scope that the API key needs; `any`: every key will do. Absent on public operations. */
  readonly scope?: Scope | 'any';
  /** Needs no API key. */
  readonly public?: true;
  /** The group of requests it is counted in. */
  readonly limit?: Bucket;
  readonly query?: z.ZodObject;
  readonly body?: BodySpec;
  /** By status. */
  readonly responses: Readonly<Record<number, ResponseSpec>>;
  /** Its own errors, besides those that every such operation has. */
  readonly errors?: readonly ErrorCode[];
  /**
   * Takes an `Idempotency-Key`. With `sealed`, the stored reply is encrypted, because it holds a secret; the handler
   * stores it with `keepSealedReply`.
   */
  readonly idempotent?: true | 'sealed';
}

/** What a request's body may be: JSON, a form with files in the field `file`, or either. */
export interface BodySpec {
  readonly json?: z.ZodType;
  /** The field `file` of the schema is for the documentation; the files are in `call.files`. */
  readonly form?: z.ZodObject;
  /** The largest JSON body. Default: 256 KB. */
  readonly maxJsonBytes?: number;
}

export interface ResponseSpec {
  readonly description: string;
  /** The schema of a JSON body. */
  readonly schema?: z.ZodType;
  /** The content types of any other body. */
  readonly types?: readonly string[];
}

/** A response with a JSON body. */
export const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({ description, schema });
/** A response with a body of other types. */
export const content = (description: string, ...types: readonly string[]) => ({ description, types });
/** A response without a body. */
export const empty = (description: string) => ({ description });

/** A request that was authenticated, counted and parsed. */
export interface Call<Params, Query, Body, Principal> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly principal: Principal;
  /** The files of a multipart body. They are deleted when the handler is done. */
  readonly files: readonly ReceivedFile[];
  /** The right to store the reply to this Idempotency-Key; null where the request carries none. */
  readonly claim: Claimed | null;
  /** Aborts when the caller hangs up or the server closes. */
  signal(): AbortSignal;
  /** Names the decision in the request's log line. Operations under `/decisions/{id}` need not call it. */
  noteDecision(id: string): void;
}
export type AnyCall = Call<Readonly<Record<string, string>>, unknown, unknown, ApiKeyPrincipal | null>;

/** A reply with a JSON body, with a body that the handler sends itself, or without one. */
export interface AnyReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the handler stored the reply to the Idempotency-Key itself, in the transaction of its work. */
  readonly kept?: true;
  send?(response: Response): Promise<void> | void;
}

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name | keyof ParamsOf<Rest>]: string }
  : unknown;

type BodyOf<Body extends BodySpec> =
  | (Body extends { readonly json: infer Schema extends z.ZodType } ? z.output<Schema> : never)
  | (Body extends { readonly form: infer Schema extends z.ZodObject } ? Omit<z.output<Schema>, 'file'> : never);

type ReplyIn<Responses> = {
  readonly [Status in keyof Responses]: Responses[Status] extends { readonly schema: infer Schema extends z.ZodType }
    ? {
        readonly status: Status;
        readonly headers?: AnyReply['headers'];
        readonly body: ReplyOf<Schema>;
        readonly kept?: true;
      }
    : Responses[Status] extends { readonly types: readonly string[] }
      ? { readonly status: Status; send(response: Response): Promise<void> | void }
      : { readonly status: Status };
}[keyof Responses];

/** An operation needs a scope, or is public. */
type AccessOf<Access> = [Access] extends [never] ? { readonly public: true } : { readonly public?: never };

type Defined<
  Path extends string,
  Responses extends Operation['responses'],
  Query extends z.ZodObject,
  Body extends BodySpec,
> = Omit<Operation, 'scope' | 'public' | 'path' | 'responses' | 'query' | 'body'> & {
  readonly path: Path;
  readonly query?: Query;
  readonly body?: Body;
  readonly responses: Responses;
};

/**
 * Defines an operation, with every part of its handler typed by what is declared next to it: the parsed request, the
 * principal, which an operation with a scope always has, and the replies.
 */
export function defineOperation<
  const Path extends string,
  const Responses extends Operation['responses'],
  Access extends Scope | 'any' = never,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends BodySpec = Record<never, never>,
>(
  operation: Defined<Path, Responses, Query, Body> &
    AccessOf<Access> & {
      readonly scope?: Access;
      handler(
        context: ApiContext,
        call: Call<ParamsOf<Path>, z.output<Query>, BodyOf<Body>, [Access] extends [never] ? null : ApiKeyPrincipal>,
      ): Promise<ReplyIn<Responses>>;
    },
): ServedOperation {
  return operation as unknown as ServedOperation; // what TypeScript knows of the parts is of no use beyond this place
}
