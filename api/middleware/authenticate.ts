import type { Request, RequestHandler, Response } from 'express';
import { type Authentication, authenticate } from '../accounts/authenticate';
import { requireScope } from '../accounts/scopes';
import type { Scope } from '../contract/scopes';
import type { KeyInUse } from '../store/keys';

const keys = new WeakMap<Request, KeyInUse>();

/** Lets a request pass that carries a key with this scope, or, where none is asked for, any key. */
export function authenticated(context: Authentication, scope?: Scope): RequestHandler {
  return async (request: Request, response: Response, next) => {
    const key = await authenticate(context, request.headers.authorization);
    response.locals.apiKeyId = key.id;
    if (scope) requireScope(key, scope);
    keys.set(request, key);
    next();
  };
}

/** The key of an authenticated request. */
export function keyOf(request: Request): KeyInUse {
  const key = keys.get(request);
  if (!key) throw new Error('this route is not authenticated');
  return key;
}
