import { HandoverError } from '../contract/errors';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/log';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';
import { type ApiKey, findKey, isKeyActive, noteUse } from '../store/keys';
import { isWellFormedKey } from './api-key';
import type { ApiKeyPrincipal, Principal } from './principal';

export interface Authentication {
  readonly db: Db;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The principal behind an Authorization header. The key is read from PostgreSQL each time, so a revoked key is refused
 * by every process at once. Throws UNAUTHORIZED for a header without a key, INVALID_KEY for an unknown or inactive key.
 */
export async function authenticate(context: Authentication, header: string | undefined): Promise<ApiKeyPrincipal> {
  const { db, secrets, clock } = context;
  const raw = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (!raw) throw new HandoverError('UNAUTHORIZED');
  const at = clock();
  const key = isWellFormedKey(raw) ? await findKey(db, secrets.hashKey(raw), at) : null;
  if (!key) throw new HandoverError('INVALID_KEY');
  noteUseOf(context, key, at);
  return { type: 'api_key', key, workspaceId: key.workspaceId };
}

/** Throws INVALID_KEY if the principal's key was revoked or has expired since it was authenticated. */
export async function requireStillActive(
  { db, clock }: Pick<Authentication, 'db' | 'clock'>,
  { key }: Principal,
): Promise<void> {
  if (!(await isKeyActive(db, key.id, clock()))) throw new HandoverError('INVALID_KEY');
}

const NOTED_EVERY_MS = 60_000;

/** No request waits for this, and none fails because of it. */
function noteUseOf({ db, log }: Authentication, { id, lastUsedAt }: ApiKey, at: Date): void {
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < NOTED_EVERY_MS) return;
  noteUse(db, id, at, NOTED_EVERY_MS).catch((error: unknown) =>
    log.warn({ err: error, api_key_id: id }, 'last use of a key not noted'),
  );
}
