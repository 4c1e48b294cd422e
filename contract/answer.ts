import type { Verdict } from './decision';
import { type Detail, type HandoverError, invalid } from './errors';
import type { Decision, Json } from './model';
import { checkTime } from './response-types/schedule';

/** What an approver sends, from whichever entrance. */
export interface AnswerGiven {
  readonly verdict: Verdict;
  readonly notes: string | null;
  readonly data: { readonly [key: string]: Json } | null;
  readonly executeAt: Date | null;
}

/** The same, checked against what the decision asks for. Throws VALIDATION_ERROR that names each field at fault. */
export function checkAnswer(decision: Decision, given: AnswerGiven, now: Date): AnswerGiven {
  const notes = given.notes?.trim() ? given.notes : null;
  const data = given.data && Object.keys(given.data).length > 0 ? given.data : null;
  const faults = [
    checkVerdict(decision, given.verdict),
    given.verdict === 'modify' && notes === null
      ? { path: 'notes', message: 'is needed with modify: say what to change' }
      : null,
    data ? { path: 'response_data', message: `is not asked for by response_type ${decision.responseType.type}` } : null,
    checkExecuteAt(decision, given, now),
  ].filter((fault): fault is Detail => fault !== null);
  if (faults.length > 0) throw invalid(...faults) satisfies HandoverError;
  return { verdict: given.verdict, notes, data, executeAt: given.executeAt };
}

function checkVerdict({ options }: Decision, verdict: Verdict): Detail | null {
  if (options.includes(verdict)) return null;
  return { path: 'action', message: `must be one of ${options.join(', ')} here, "${verdict}" is not` };
}

function checkExecuteAt({ responseType }: Decision, { verdict, executeAt }: AnswerGiven, now: Date): Detail | null {
  if (verdict !== 'approve')
    return executeAt && { path: 'execute_at', message: `goes only with approve, not with ${verdict}` };
  if (responseType.type === 'schedule') return checkTime(responseType, executeAt, now);
  return executeAt && { path: 'execute_at', message: `is not asked for by response_type ${responseType.type}` };
}
