import { z } from 'zod';
import { VERDICTS } from '../../domain/verdict';

/** What a verdict's button carries: which decision, which verdict, and the content that was shown. */
const pressed = z.object({ decision: z.uuid(), verdict: z.enum(VERDICTS), content: z.string() });
export type Pressed = z.infer<typeof pressed>;

/** `answer.approve`, `answer.deny`, `answer.modify`: the `action_id` of a button that answers. */
export const actionIdOf = (verdict: Pressed['verdict']): string => `answer.${verdict}`;
export const ANSWER_ACTION = /^answer\./;

export const buttonValue = (button: Pressed): string => JSON.stringify(button);

/** What was pressed; null for a value that is none of ours. */
export function readValue(value: string | undefined): Pressed | null {
  try {
    return pressed.parse(JSON.parse(value ?? ''));
  } catch {
    return null;
  }
}
