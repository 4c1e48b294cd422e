import type { TierName } from '../contract/tiers';
import type { Config } from '../platform/config';

/** So many `times` in so many `seconds`. */
export interface Rate {
  readonly times: number;
  readonly seconds: number;
}

/** A group of requests with a limit of its own. */
export type Bucket = 'create' | 'read' | 'page' | 'account' | 'keys';

/** What an account may do. Null: unlimited. */
export interface Tier {
  readonly name: TierName;
  /** Decisions of a workspace in a calendar month (UTC), including those that a policy resolves. */
  readonly decisionsPerMonth: number | null;
  /** Who may be asked: only the account holder, or so many addresses in the workspace or for each key. */
  readonly approvers: { readonly most: number; readonly per: 'workspace' | 'key' } | 'owner' | null;
  /** Whether a backup may be named. */
  readonly escalation: boolean;
  /** Whether the channel `slack` may be used. */
  readonly slack: boolean;
  /** Requests of each group per key; those of `page` per client address. */
  readonly rates: Readonly<Record<Bucket, Rate | null>>;
}

const MINUTE = 60;
const HOUR = 3_600;

/** The limits of every hosted tier. */
const DOCUMENTED: Tier['rates'] = {
  create: { times: 30, seconds: MINUTE },
  read: { times: 30, seconds: MINUTE },
  page: { times: 30, seconds: MINUTE },
  account: { times: 30, seconds: MINUTE },
  keys: { times: 10, seconds: HOUR },
};

/** Every tier by its name. */
const TIERS = {
  self_hosted: {
    name: 'self_hosted',
    decisionsPerMonth: null,
    approvers: null,
    escalation: true,
    slack: true,
    rates: { create: null, read: null, page: { times: 300, seconds: MINUTE }, account: null, keys: null },
  },
  free: {
    name: 'free',
    decisionsPerMonth: 10,
    approvers: 'owner',
    escalation: false,
    slack: false,
    rates: DOCUMENTED,
  },
  pro: {
    name: 'pro',
    decisionsPerMonth: 100,
    approvers: { most: 2, per: 'workspace' },
    escalation: true,
    slack: false,
    rates: DOCUMENTED,
  },
  scale: {
    name: 'scale',
    decisionsPerMonth: 500,
    approvers: { most: 3, per: 'key' },
    escalation: true,
    slack: true,
    rates: DOCUMENTED,
  },
  enterprise: {
    name: 'enterprise',
    decisionsPerMonth: null,
    approvers: null,
    escalation: true,
    slack: true,
    rates: DOCUMENTED,
  },
} as const satisfies Record<TierName, Tier>;

/** The tier of this server's accounts, with the numbers that its operator has set. */
export function tierOf({
  HANDOVER_DEFAULT_TIER: name,
  HANDOVER_LIMITS: { decisions_per_month: decisionsPerMonth, approvers, ...rates },
}: Pick<Config, 'HANDOVER_DEFAULT_TIER' | 'HANDOVER_LIMITS'>): Tier {
  const tier: Tier = TIERS[name];
  return {
    ...tier,
    ...(decisionsPerMonth === undefined ? {} : { decisionsPerMonth }),
    ...(approvers === undefined ? {} : { approvers }),
    rates: { ...tier.rates, ...rates },
  };
}
