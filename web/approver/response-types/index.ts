import type { FunctionComponent } from 'preact';
import type { Decision } from '../../../contract/model';
import type { ResponseType } from '../../../contract/response-types';
import type { Form } from '../form';
import { approveDeny } from './approve-deny';
import { schedule } from './schedule';

export interface ResponseFormProps {
  readonly decision: Decision;
  readonly form: Form;
  readonly now: Date;
}

/** What a response type adds to the form. */
export interface ResponseForm {
  /** The question above the verdicts, where the type asks one. */
  question(type: ResponseType): string | null;
  /** Its own fields. */
  readonly Fields: FunctionComponent<ResponseFormProps>;
  /** What the button says with Approve. */
  readonly Approve: FunctionComponent<ResponseFormProps>;
}

/** Every response type by its name: one file each. */
export const RESPONSE_FORMS: Readonly<Record<ResponseType['type'], ResponseForm>> = {
  approve_deny: approveDeny,
  schedule,
};
