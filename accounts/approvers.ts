import { type Detail, HandoverError } from '../contract/errors';
import { isSamePerson, personKey } from '../domain/person';
import type { Clock } from '../platform/clock';
import type { Db } from '../store/db';
import { type ApiKey, approversOfOthers } from '../store/keys';
import type { Sql } from '../store/sql';
import { getOwner } from '../store/workspaces';
import type { KeyTransaction } from './key-transaction';
import type { Tier } from './tiers';

/** Whom a decision would ask. */
interface Named {
  readonly approvers: readonly string[];
  readonly backups: readonly string[];
}

/**
 * Throws APPROVER_NOT_ALLOWED, naming the person, unless this key may ask all of them. A key may ask everyone on its
 * list; with an empty list it may ask anyone, or only the account holder on a tier that limits approvers.
 */
export async function requireAllowedApprovers(
  { db, tier, clock }: { db: Db; tier: Tier; clock: Clock },
  key: ApiKey,
  { approvers, backups }: Named,
): Promise<void> {
  if (backups[0] !== undefined && !tier.escalation)
    throw notAllowed(`${backups[0]} can't be the backup: ${noBackup(tier)}`);
  const { list, fault } = await askableBy(db.sql, tier, key, clock());
  if (fault) throw notAllowed(`This API key can't ask anyone: its approvers ${fault}`);
  const stranger = [...approvers, ...backups].find((address) => !isOn(list, address));
  if (stranger) throw notAllowed(`This API key may not ask ${stranger}, only ${list?.join(', ')}`);
}

/** What is wrong with whom a key's settings name, on this tier. */
export async function faultsInApprovers({ sql, tier, at }: KeyTransaction, key: ApiKey): Promise<readonly Detail[]> {
  const { list, fault } = await askableBy(sql, tier, key, at);
  if (fault) return [{ path: 'approvers', message: fault }];
  const { backupApprover: backup } = key;
  if (backup === null) return [];
  if (!tier.escalation) return [{ path: 'backup_approver', message: `isn't available: ${noBackup(tier)}` }];
  return isOn(list, backup)
    ? []
    : [{ path: 'backup_approver', message: `must be someone the key may ask: ${list?.join(', ')}` }];
}

interface Askable {
  /** Null: anyone. */
  readonly list: readonly string[] | null;
  /** Why the tier does not allow the key's own list, or null. */
  readonly fault: string | null;
}

async function askableBy(sql: Sql, tier: Tier, key: ApiKey, at: Date): Promise<Askable> {
  const { approvers } = key;
  if (tier.approvers === null) return { list: approvers.length > 0 ? approvers : null, fault: null };
  const { email: owner } = await getOwner(sql, key.workspaceId);
  if (approvers.length === 0) return { list: [owner], fault: null };
  const others = await approversOfOthers(sql, key, at);
  return { list: approvers, fault: beyondTier(tier, { owner, approvers, others }) };
}

function beyondTier(
  { name, approvers: limit }: Tier,
  { owner, approvers, others }: { owner: string; approvers: readonly string[]; others: readonly string[] },
): string | null {
  if (limit === null) return null;
  if (limit === 'owner')
    return isOn([owner], ...approvers) ? null : `must be the account holder, ${owner}, on the ${name} tier`;
  if (limit.per === 'key')
    return approvers.length <= limit.most ? null : `must be at most ${limit.most} for each key on the ${name} tier`;
  const all = new Set([owner, ...others, ...approvers].map(personKey));
  return all.size <= limit.most
    ? null
    : `must be at most ${limit.most} in the whole workspace on the ${name} tier, including the account holder ${owner}; with these it would have ${all.size}`;
}

const isOn = (list: readonly string[] | null, ...addresses: readonly string[]): boolean =>
  list === null || addresses.every((address) => list.some((one) => isSamePerson(one, address)));

const noBackup = ({ name }: Tier): string => `the ${name} tier has no escalation, only pro and the tiers above it do`;

const notAllowed = (reason: string) => new HandoverError('APPROVER_NOT_ALLOWED', { reason });
