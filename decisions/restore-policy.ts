import { notFound } from '../contract/errors';
import { findPolicy, insertPolicy, type NewPolicy, type PolicyRow, type PolicyScope } from '../store/policies';
import type { Context } from './context';

/** Writes a version with the rules of an old one. NOT_FOUND where the scope has none of this number. */
export async function restorePolicy(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  scope: PolicyScope,
  version: number,
  by: NewPolicy['by'],
): Promise<PolicyRow> {
  const old = await findPolicy(db, scope, version);
  if (!old) throw notFound('Policy version');
  return insertPolicy(db, scope, { rules: old.rules, note: `Version ${version} restored`, at: clock(), by }, null);
}
