import type { z } from 'zod';
import type { Verdict } from '../decision';
import type { Detail } from '../errors';
import type { Json } from '../model';

/** What an approver filled in: `response_data`. */
export type ResponseData = { readonly [key: string]: Json };

/** Everything a response type is, but for its part of the approver's page. `Type` is `response_type` as it was asked. */
export interface Rules<Type> {
  /** `response_type` of a create request. */
  readonly request: z.ZodType<Type>;
  /** What is asked, after the asker's name: "asks for your approval". */
  readonly asksFor: string;
  /** The same at the head of a subject line. */
  readonly wanted: string;
  /** The verdicts it can have, where not all. */
  readonly options?: readonly Verdict[];
  /** How its verdicts are called on buttons; those that are not here are Approve, Deny and Modify. */
  readonly labels?: Partial<Record<Verdict, string>>;
  /** What `response_data` must be: always with approve, with modify where it is given, never with deny. */
  data?(type: Type): z.ZodType<ResponseData>;
  /** Its data is made of the files that come with the answer, and never given in words. */
  readonly takesFiles?: true;
  /** That data for people, a name and a value each. */
  inWords?(type: Type, data: ResponseData): readonly { readonly name: string; readonly value: string }[];
  /** What stands in `response_notes` where the approver wrote none. */
  notesFrom?(data: ResponseData): string;
  /** What is wrong with the time of an approval at `now`, or null. A type without it takes no time. */
  checkTime?(type: Type, executeAt: Date | null, now: Date): Detail | null;
}
