import { notFound } from '../contract/errors';
import type { Db } from '../store/db';
import { findPolicy, type NewPolicy, type PolicyRow, type PolicyScope } from '../store/policies';
import { writePolicy } from './write-policy';

/** Writes a new version with the rules of an old one. Throws NOT_FOUND if the scope has no version of this number. */
export async function restorePolicy(
  db: Db,
  scope: PolicyScope,
  version: number,
  { at, by }: Pick<NewPolicy, 'at' | 'by'>,
): Promise<PolicyRow> {
  const old = await findPolicy(db, scope, version);
  if (!old) throw notFound('Policy version');
  return writePolicy(db, scope, { rules: old.rules, note: `Version ${version} restored`, at, by }, null);
}
