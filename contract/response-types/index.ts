import { z } from 'zod';
import * as approveDeny from './approve-deny';
import * as schedule from './schedule';

/** Every response type by its name: one file each says what a create may ask, and what an answer must be. */
export const RESPONSE_TYPES = { approve_deny: approveDeny, schedule } as const;

/** `response_type` of a create request. */
export const responseType = z.discriminatedUnion('type', [approveDeny.request, schedule.request]);
export type ResponseType = z.infer<typeof responseType>;
