import { HandoverError } from '../contract/errors';
import type { Decision } from '../domain/decision';
import type { Db } from '../store/db';
import { type ApiKey, isOfOrigin } from '../store/keys';

/** Throws SELF_RESOLVE where a key that may not answer its own decisions asked for this one, or a key it was rotated from or into did. */
export async function requireNotOwn({ db }: { db: Db }, key: ApiKey, { apiKeyId }: Decision): Promise<void> {
  if (key.selfResolve || !(await isOfOrigin(db, apiKeyId, key.originId))) return;
  throw new HandoverError('SELF_RESOLVE');
}
