import type { Verdict } from './decision';
import { type Detail, type HandoverError, invalid } from './errors';
import { detailsOf } from './issues';
import type { Decision } from './model';
import { type ResponseData, rulesOf } from './response-types';

/** What an approver sends, from whichever entrance. */
export interface AnswerGiven {
  readonly verdict: Verdict;
  readonly notes: string | null;
  readonly data: ResponseData | null;
  readonly executeAt: Date | null;
}

/** The same, checked against what the decision asks for. Throws VALIDATION_ERROR that names each field at fault. */
export function checkAnswer(decision: Decision, given: AnswerGiven, now: Date): AnswerGiven {
  const { verdict, executeAt } = given;
  const notes = given.notes?.trim() ? given.notes : null;
  const { data, faults } = checkData(decision, given);
  const all = [
    ...checkVerdict(decision, verdict),
    ...(verdict === 'modify' && notes === null && !isFilledIn(decision, given)
      ? [{ path: 'notes', message: 'is needed with modify: say what to change' }]
      : []),
    ...faults,
    ...checkExecuteAt(decision, given, now),
  ];
  if (all.length > 0) throw invalid(...all) satisfies HandoverError;
  return {
    verdict,
    notes: notes ?? (data && (rulesOf(decision.responseType).notesFrom?.(data) ?? null)),
    data,
    executeAt,
  };
}

function checkVerdict({ options }: Decision, verdict: Verdict): readonly Detail[] {
  if (options.includes(verdict)) return [];
  return [{ path: 'action', message: `must be one of ${options.join(', ')} here, "${verdict}" is not` }];
}

/** Whether there is data where the response type has any: that says what to change, too. */
const isFilledIn = ({ responseType }: Decision, { data }: AnswerGiven): boolean =>
  Boolean(rulesOf(responseType).data) && data !== null && Object.keys(data).length > 0;

/** The data as the response type has it; null where there is none, and where it is at fault. */
function checkData(
  { responseType }: Decision,
  { verdict, data }: AnswerGiven,
): { readonly data: ResponseData | null; readonly faults: readonly Detail[] } {
  const given = data && Object.keys(data).length > 0 ? data : null;
  const schema = rulesOf(responseType).data?.(responseType);
  const refused = (message: string) => ({ data: null, faults: [{ path: 'response_data', message }] });
  if (!schema)
    return given ? refused(`is not asked for by response_type ${responseType.type}`) : { data: null, faults: [] };
  if (verdict === 'deny')
    return given ? refused('goes with approve or modify, not with deny') : { data: null, faults: [] };
  if (verdict === 'modify' && given === null) return { data: null, faults: [] };
  const result = schema.safeParse(given ?? {}, { reportInput: true });
  if (!result.success)
    return { data: null, faults: result.error.issues.flatMap((issue) => detailsOf(issue, ['response_data'])) };
  return { data: Object.keys(result.data).length > 0 ? result.data : null, faults: [] };
}

function checkExecuteAt({ responseType }: Decision, { verdict, executeAt }: AnswerGiven, now: Date): readonly Detail[] {
  const refused = (message: string) => (executeAt ? [{ path: 'execute_at', message }] : []);
  if (verdict !== 'approve') return refused(`goes only with approve, not with ${verdict}`);
  const rules = rulesOf(responseType);
  if (!rules.checkTime) return refused(`is not asked for by response_type ${responseType.type}`);
  const fault = rules.checkTime(responseType, executeAt, now);
  return fault ? [fault] : [];
}
