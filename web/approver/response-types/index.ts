import type { FunctionComponent } from 'preact';
import type { Decision } from '../../../domain/decision';
import type { ResponseData, ResponseType } from '../../../domain/response-types';
import type { Place } from '../faults';
import type { Form } from '../form';
import { approveDeny } from './approve-deny';
import { choose } from './choose';
import { confirm } from './confirm';
import { fileUpload } from './file-upload';
import { numberInput } from './number-input';
import { schedule } from './schedule';
import { textInput } from './text-input';

export interface ResponseFormProps<Type extends ResponseType = ResponseType> {
  readonly decision: Decision & { readonly responseType: Type };
  readonly form: Form;
  readonly now: Date;
}

/** What a response type adds to the form. */
export interface ResponseForm<Type extends ResponseType = ResponseType> {
  /** The question above the verdicts, where the type asks one. */
  question?(type: Type): string | null;
  /** Its own fields. */
  readonly Fields: FunctionComponent<ResponseFormProps<Type>>;
  /** What the button says with Approve. */
  readonly Approve: FunctionComponent<ResponseFormProps<Type>>;
  /** What is filled in matters more than the verdict: that is a button then, and no row to pick. */
  readonly hasButtons?: boolean;
  /** The placeholder stands in a field of its own, and not in the note. */
  readonly usesPlaceholder?: boolean;
  /** `response_data` in the posted fields, by their names; what was left empty is left out, null where all was. */
  read?(type: Type, typed: Readonly<Record<string, string>>): ResponseData | null;
  /** Where on the form its fields are, by their paths in an answer. */
  places?(type: Type): Readonly<Record<string, Place>>;
}

/** Every response type by its name: one file each. */
const RESPONSE_FORMS: { readonly [Name in ResponseType['type']]: ResponseForm<Extract<ResponseType, { type: Name }>> } =
  {
    approve_deny: approveDeny,
    choose,
    text_input: textInput,
    number_input: numberInput,
    confirm,
    file_upload: fileUpload,
    schedule,
  };

export const responseFormOf = ({ type }: ResponseType): ResponseForm => RESPONSE_FORMS[type] as unknown as ResponseForm;
