import { z } from 'zod';
import type { Verdict } from '../decision';
import { approveDeny } from './approve-deny';
import { choose } from './choose';
import { confirm } from './confirm';
import { fileUpload } from './file-upload';
import { numberInput } from './number-input';
import type { Rules } from './rules';
import { schedule } from './schedule';
import { textInput } from './text-input';

export type { ResponseData } from './rules';

/** Every response type by its name: one file each says all that it is. */
const RESPONSE_TYPES = {
  approve_deny: approveDeny,
  choose,
  text_input: textInput,
  number_input: numberInput,
  confirm,
  file_upload: fileUpload,
  schedule,
} as const;

const NAMES = Object.keys(RESPONSE_TYPES).join(', ');

/** `response_type` of a create request. */
export const responseType = z.discriminatedUnion(
  'type',
  [
    approveDeny.request,
    choose.request,
    textInput.request,
    numberInput.request,
    confirm.request,
    fileUpload.request,
    schedule.request,
  ],
  { error: ({ code }) => (code === 'invalid_union' ? `must be one of ${NAMES}` : undefined) },
);
export type ResponseType = z.infer<typeof responseType>;

/** The rules of this response type. */
export function rulesOf<Type extends ResponseType>({ type }: Type): Rules<Type> {
  return RESPONSE_TYPES[type] as unknown as Rules<Type>;
}

/** How verdicts are called, but for the buttons of some response types. */
export const VERDICT_NAMES = { approve: 'Approve', deny: 'Deny', modify: 'Modify' } as const satisfies Record<
  Verdict,
  string
>;

/** How a verdict is called where this is asked. */
export const labelOf = (type: ResponseType, verdict: Verdict): string =>
  rulesOf(type).labels?.[verdict] ?? VERDICT_NAMES[verdict];
