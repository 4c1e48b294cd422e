/** What an account is allowed grows with its tier. */
export const TIER_NAMES = ['self_hosted', 'free', 'pro', 'scale', 'enterprise'] as const;
export type TierName = (typeof TIER_NAMES)[number];
