import type { Status, Urgency, Verdict } from './decision';
import type { Asked } from './ladder';
import type { ResponseType } from './response-types';

export const CHANNELS = ['email', 'webhook'] as const;
/** How the approver is reached. */
export type Channel = (typeof CHANNELS)[number];

/** How sure we are of who answered, weakest first. `api` ranks as `link`. */
export type Assurance = 'api' | 'link';

/** JSON as it comes and goes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One decision as the product knows it: the read model that the workflow moves forward. */
export interface Decision extends Asked {
  readonly id: string;
  readonly workspaceId: string;
  readonly apiKeyId: string;
  readonly action: string;
  readonly context: string | null;
  readonly agent: string | null;
  readonly urgency: Urgency;
  readonly channel: Channel;
  readonly options: readonly Verdict[];
  readonly responseType: ResponseType;
  readonly amount: number | null;
  readonly metadata: { readonly [key: string]: Json } | null;
  readonly callbackUrl: string | null;
  readonly enforce: boolean;
  readonly status: Status;
  readonly expiresAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly executeAt: Date | null;
  /** When the scheduled time was acted on; from then on a cancel comes too late. */
  readonly dueAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolvedVia: string | null;
  readonly assurance: Assurance | null;
  readonly responseNotes: string | null;
  readonly responseData: { readonly [key: string]: Json } | null;
  readonly cancelled: boolean;
}
