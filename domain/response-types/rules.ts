import type { Fault } from '../fault';
import type { Json, JsonObject } from '../json';
import type { Verdict } from '../verdict';

/** What an approver filled in: `response_data`. */
export type ResponseData = JsonObject;

/** What every response type may carry: a question above the form and a hint inside it. Empty texts count as none. */
export interface Labels {
  readonly label?: string | undefined;
  readonly placeholder?: string | undefined;
}

/** `response_data` as it is kept, or what is wrong with it. */
export type DataCheck = { readonly data: ResponseData } | { readonly faults: readonly Fault[] };

/** What was filled in, as people read it. */
export interface FilledIn {
  readonly name: string;
  readonly value: string;
}

/** What defines a response type. `Type` is `response_type` as it was requested. */
export interface Rules<Type> {
  /** What is asked, after the agent's name: "asks for your approval". */
  readonly asksFor: string;
  /** The same at the beginning of a subject line. */
  readonly wanted: string;
  /** The verdicts it allows, if not all. */
  readonly options?: readonly Verdict[];
  /** The labels of its buttons, where they are not Approve, Deny and Modify. */
  readonly labels?: Partial<Record<Verdict, string>>;
  /** Checks `response_data`: always with approve, with modify if given, never with deny. A type without it takes no data. */
  checkData?(type: Type, data: ResponseData): DataCheck;
  /** Its data consists of the files that come with the answer, and is never given in words. */
  readonly takesFiles?: true;
  /** The data as people read it. */
  inWords?(type: Type, data: ResponseData): readonly FilledIn[];
  /** What `response_notes` says if the approver wrote no note. */
  notesFrom?(data: ResponseData): string;
  /** What is wrong with the time of an approval at `now`, or null. A type without it takes no time. */
  checkTime?(type: Type, executeAt: Date | null, now: Date): Fault | null;
}

/** The data if nothing is wrong with it. */
export const dataOr = (faults: readonly Fault[], data: ResponseData): DataCheck =>
  faults.length > 0 ? { faults } : { data };

export const pathOf = (name: string): string => `response_data.${name}`;

/** A fault of one field of `response_data`. */
export const faultAt = (name: string, message: string): Fault => ({ path: pathOf(name), message });

/** A fault for each field that the response type does not have. */
export const unknownFields = (data: ResponseData, known: readonly string[]): readonly Fault[] =>
  Object.keys(data)
    .filter((name) => !known.includes(name))
    .map((name) => faultAt(name, 'is not a known field'));

/** A field's value if the data itself has it. */
export const fieldOf = (data: ResponseData, name: string): Json | undefined =>
  Object.hasOwn(data, name) ? data[name] : undefined;
