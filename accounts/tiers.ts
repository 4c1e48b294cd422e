import type { Config } from '../platform/config';

/** How often something may be done: so many times in so many seconds. */
export interface Rate {
  readonly times: number;
  readonly seconds: number;
}

/** The groups of requests that are counted each by itself (document 004, "Per-Minute Limits"). */
export type Bucket = 'create' | 'read' | 'page' | 'account' | 'keys';

/** What an account may do. Null: as much as it likes. */
export interface Tier {
  readonly name: string;
  /** Decisions of a workspace in a calendar month (UTC); those that a policy resolved count. */
  readonly decisionsPerMonth: number | null;
  /** Who may be asked: the account holder alone, or so many addresses in the whole workspace or for each key. */
  readonly approvers: { readonly most: number; readonly per: 'workspace' | 'key' } | 'owner' | null;
  /** Whether a backup may be named (document 004: escalation is "Pro+"). */
  readonly escalation: boolean;
  /** Whether channel `slack` may be used ("Scale tier or above"). */
  readonly slack: boolean;
  /** Requests of each group, per key; `page` per address. */
  readonly rates: Readonly<Record<Bucket, Rate | null>>;
}

const MINUTE = 60;
const HOUR = 3_600;

/** The documented numbers; `GET /d/*` is counted per address, all else per key. */
const DOCUMENTED: Tier['rates'] = {
  create: { times: 30, seconds: MINUTE },
  read: { times: 30, seconds: MINUTE },
  page: { times: 30, seconds: MINUTE },
  account: { times: 30, seconds: MINUTE },
  keys: { times: 10, seconds: HOUR },
};

/** Document 004's tiers, and the one of whoever runs this themselves. */
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
} as const satisfies Record<string, Tier>;

export type TierName = keyof typeof TIERS;

/** The tier of whoever uses this server, with the numbers that its operator has set. */
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
