import type { Status, Urgency, Verdict } from './decision';
import type { Asked } from './ladder';
import type { ResponseType } from './response-types';

export const CHANNELS = ['email', 'slack', 'webhook'] as const;
/** How the approver is reached. */
export type Channel = (typeof CHANNELS)[number];

/** How sure we are of who answered, weakest first. `api` ranks as `link`. */
export const ASSURANCES = ['api', 'link', 'code', 'slack', 'login'] as const;
export type Assurance = (typeof ASSURANCES)[number];
/** How strong it is, as a number to compare. */
export const rankOf = (assurance: Assurance): number => ASSURANCES.indexOf(assurance === 'api' ? 'link' : assurance);

/** JSON as it comes and goes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A file of a decision, from the agent or from whoever answered. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Where it can be had with the key that asked. */
  readonly url: string;
  /** Its MIME type, by what is in it. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** The rule of a policy that a decision met. */
export interface PolicyVersion {
  readonly scope: 'key' | 'workspace';
  readonly version: number;
  readonly rule: string;
}

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
  readonly contextImages: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly minAssurance: Exclude<Assurance, 'api'>;
  readonly requireReasonOnDeny: boolean;
  /** SHA-256 of all that an approver is shown; see `store/content.ts`. */
  readonly contentHash: string;
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
  readonly autoResolved: boolean;
  readonly policyVersion: PolicyVersion | null;
  /** When its words were erased; see `store/erase.ts`. */
  readonly erasedAt: Date | null;
}
