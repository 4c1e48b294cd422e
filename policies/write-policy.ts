import { HandoverError } from '../contract/errors';
import type { Db } from '../store/db';
import { insertPolicy, type NewPolicy, type PolicyRow, type PolicyScope } from '../store/policies';

/**
 * Writes the next version of a scope's rules. Throws VERSION_CONFLICT unless the version before it is `expected`
 * (null: any).
 */
export async function writePolicy(
  db: Db,
  scope: PolicyScope,
  policy: NewPolicy,
  expected: number | null,
): Promise<PolicyRow> {
  const written = await insertPolicy(db, scope, policy, expected);
  if ('policy' in written) return written.policy;
  throw new HandoverError('VERSION_CONFLICT', { expected, current: written.current });
}
