import { HandoverError } from '../contract/errors';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/log';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';
import { type ApiKey, findKey, type KeyInUse, noteUse } from '../store/keys';
import { isWellFormedKey } from './api-key';

export interface Authentication {
  readonly db: Db;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The key behind an Authorization header, as PostgreSQL has it now: one that was revoked is refused by every process at
 * once. Throws UNAUTHORIZED for a header that carries none, INVALID_KEY for a key that is not ours or has ended.
 */
export async function authenticate(context: Authentication, header: string | undefined): Promise<KeyInUse> {
  const { db, secrets, clock } = context;
  const raw = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (!raw) throw new HandoverError('UNAUTHORIZED', 'Send your API key as "Authorization: Bearer ho_live_…"');
  const at = clock();
  const key = isWellFormedKey(raw) ? await findKey(db, secrets.hashKey(raw), at) : null;
  if (!key) throw new HandoverError('INVALID_KEY', 'This API key is not known here or no longer active');
  noteUseOf(context, key, at);
  return key;
}

const NOTED_EVERY_MS = 60_000;

/** Nobody waits for it, and no request fails for it. */
function noteUseOf({ db, log }: Authentication, { id, lastUsedAt }: ApiKey, at: Date): void {
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < NOTED_EVERY_MS) return;
  noteUse(db, id, at, NOTED_EVERY_MS).catch((error: unknown) =>
    log.warn({ err: error, api_key_id: id }, 'last use of a key not noted'),
  );
}
