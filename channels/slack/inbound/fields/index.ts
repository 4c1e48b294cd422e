import type { types } from '@slack/bolt';
import type { AnswerGiven } from '../../../../domain/check-answer';
import type { Decision } from '../../../../domain/decision';
import { rulesOf } from '../../../../domain/response-types';
import type { Verdict } from '../../../../domain/verdict';
import { chooseFields } from './choose';
import type { Filled } from './input';
import { numberFields } from './number-input';
import { scheduleFields } from './schedule';
import { textFields } from './text-input';

/** What a response type adds to the form. */
export interface Fields {
  /** `isNeeded`: whether the verdict goes without them. */
  blocks(isNeeded: boolean): readonly types.KnownBlock[];
  /** The answer in them. */
  read(filled: Filled): Partial<Pick<AnswerGiven, 'data' | 'executeAt'>>;
}

/** The fields that go with this verdict; null where there are none. */
export function fieldsFor({ responseType }: Decision, verdict: Verdict): Fields | null {
  const takesData = rulesOf(responseType).checkData !== undefined;
  if (verdict === 'deny' || (verdict === 'modify' && !takesData)) return null;
  switch (responseType.type) {
    case 'choose':
      return chooseFields(responseType);
    case 'text_input':
      return textFields(responseType);
    case 'number_input':
      return numberFields(responseType);
    case 'schedule':
      return scheduleFields(responseType);
    case 'approve_deny':
    case 'confirm':
    case 'file_upload':
      return null;
  }
}

/** A response type of this name, as it was asked. */
export type Asked<Name extends Decision['responseType']['type']> = Extract<Decision['responseType'], { type: Name }>;
