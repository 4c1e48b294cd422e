import type { Verdict } from '../verdict';
import { type ApproveDeny, approveDeny } from './approve-deny';
import { type Choose, choose } from './choose';
import { type Confirm, confirm } from './confirm';
import { type FileUpload, fileUpload } from './file-upload';
import { type NumberInput, numberInput } from './number-input';
import type { Rules } from './rules';
import { type Schedule, schedule } from './schedule';
import { type TextInput, textInput } from './text-input';

export type { FilledIn, ResponseData, Rules } from './rules';

/** `response_type` of a decision. */
export type ResponseType = ApproveDeny | Choose | TextInput | NumberInput | Confirm | FileUpload | Schedule;

/** Every response type by its name. Each has one file here, one in `contract/response-types` and one for its form. */
const RESPONSE_TYPES: { readonly [Name in ResponseType['type']]: Rules<Extract<ResponseType, { type: Name }>> } = {
  approve_deny: approveDeny,
  choose,
  text_input: textInput,
  number_input: numberInput,
  confirm,
  file_upload: fileUpload,
  schedule,
};

export const RESPONSE_TYPE_NAMES = Object.keys(RESPONSE_TYPES);

/** The rules of this response type. */
export function rulesOf<Type extends ResponseType>({ type }: Type): Rules<Type> {
  return RESPONSE_TYPES[type] as unknown as Rules<Type>;
}

/** The labels of verdicts, unless the response type has its own. */
export const VERDICT_LABELS = { approve: 'Approve', deny: 'Deny', modify: 'Modify' } as const satisfies Record<
  Verdict,
  string
>;

/** The label of a verdict's button. */
export const labelOf = (type: ResponseType, verdict: Verdict): string =>
  rulesOf(type).labels?.[verdict] ?? VERDICT_LABELS[verdict];
