import { z } from 'zod';
import { VERDICTS } from '../../domain/verdict';

/** What the button of a verdict carries: the decision, the verdict, and the hash of the content that was shown. */
const buttonValue = z.object({ decision: z.uuid(), verdict: z.enum(VERDICTS), content: z.string() });
export type ButtonValue = z.infer<typeof buttonValue>;

/** `answer.approve`, `answer.deny`, `answer.modify`: the `action_id` of a button that answers. */
export const actionIdOf = (verdict: ButtonValue['verdict']): string => `answer.${verdict}`;
export const ANSWER_ACTION = /^answer\./;

export const formatButtonValue = (value: ButtonValue): string => JSON.stringify(value);

/** What a clicked button carried; null for a value that isn't ours. */
export function parseButtonValue(value: string | undefined): ButtonValue | null {
  try {
    return buttonValue.parse(JSON.parse(value ?? ''));
  } catch {
    return null;
  }
}
