import type { Assurance } from '../domain/assurance';
import type { Channel } from '../domain/channel';
import type { Attachment } from '../domain/files';
import type { Json } from '../domain/json';
import type { PolicyVersion } from '../domain/policy/rule';
import type { ResponseType } from '../domain/response-types';
import type { Status } from '../domain/status';
import type { Urgency } from '../domain/urgency';
import type { Verdict } from '../domain/verdict';
import type { Asked } from './ladder';

export { ASSURANCES, type Assurance, rankOf } from '../domain/assurance';
export { CHANNELS, type Channel } from '../domain/channel';
export type { Attachment } from '../domain/files';
export type { Json } from '../domain/json';
export type { PolicyVersion } from '../domain/policy/rule';

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
