import type { Verdict } from './decision';
import { type Detail, type HandoverError, invalid } from './errors';
import { type FileShown, shownFile } from './files';
import { detailsOf } from './issues';
import type { Decision } from './model';
import { type ResponseData, rulesOf } from './response-types';

/** What an approver sends, from whichever entrance. */
export interface AnswerGiven {
  readonly verdict: Verdict;
  readonly notes: string | null;
  readonly data: ResponseData | null;
  readonly executeAt: Date | null;
  /** What came with it as files, stored already. */
  readonly files?: readonly FileShown[];
}

/** What a verdict cannot do without here: nothing, words or data to fill in, or files. */
export type Needed = 'nothing' | 'input' | 'files';

export function neededFor({ responseType, requireReasonOnDeny }: Decision, verdict: Verdict): Needed {
  if (verdict === 'modify') return 'input';
  if (verdict === 'deny') return requireReasonOnDeny ? 'input' : 'nothing';
  const { takesFiles, data, checkTime } = rulesOf(responseType);
  if (takesFiles) return 'files';
  return data || checkTime ? 'input' : 'nothing';
}

/** An answer, checked against what the decision asks for. Throws VALIDATION_ERROR that names each field at fault. */
export function checkAnswer(decision: Decision, answer: AnswerGiven, now: Date): AnswerGiven {
  const given = {
    ...answer,
    notes: answer.notes?.trim() ? answer.notes : null,
    data: dataIn(answer),
  };
  const { data, faults } = checkData(decision, given);
  const all = [
    ...checkVerdict(decision, given.verdict),
    ...checkNotes(decision, given),
    ...checkWritten(decision, answer),
    ...faults,
    ...checkExecuteAt(decision, given, now),
  ];
  if (all.length > 0) throw invalid(...all) satisfies HandoverError;
  const mirrored = data && rulesOf(decision.responseType).notesFrom?.(data);
  return { ...given, notes: given.notes ?? mirrored ?? null, data };
}

/** What was filled in, the files with it; null where that is nothing. */
function dataIn({ data, files = [] }: AnswerGiven): ResponseData | null {
  if (files.length > 0) return { ...data, uploaded_files: files.map(shownFile) };
  return data && Object.keys(data).length > 0 ? data : null;
}

/** A list of files can be believed only where the files came with it. */
function checkWritten({ responseType }: Decision, { data }: AnswerGiven): readonly Detail[] {
  if (!rulesOf(responseType).takesFiles || !data || Object.keys(data).length === 0) return [];
  return [
    { path: 'response_data', message: 'is made of the files: send them as multipart/form-data, in the field file' },
  ];
}

function checkVerdict({ options }: Decision, verdict: Verdict): readonly Detail[] {
  if (options.includes(verdict)) return [];
  return [{ path: 'action', message: `must be one of ${options.join(', ')} here, "${verdict}" is not` }];
}

/** Data says what to change, too, where the response type has any. */
function checkNotes(decision: Decision, { verdict, notes, data }: AnswerGiven): readonly Detail[] {
  const { responseType, requireReasonOnDeny } = decision;
  if (verdict === 'deny' && notes === null && requireReasonOnDeny)
    return [{ path: 'notes', message: 'is needed with deny: say why' }];
  if (verdict !== 'modify' || notes !== null || (data !== null && rulesOf(responseType).data)) return [];
  return [{ path: 'notes', message: 'is needed with modify: say what to change' }];
}

/** The data as the response type has it; null where there is none, and where it is at fault. */
function checkData(
  { responseType }: Decision,
  { verdict, data }: AnswerGiven,
): { readonly data: ResponseData | null; readonly faults: readonly Detail[] } {
  const schema = rulesOf(responseType).data?.(responseType);
  if (!schema || verdict === 'deny') {
    const message = schema
      ? 'goes with approve or modify, not with deny'
      : `is not asked for by response_type ${responseType.type}`;
    return { data: null, faults: data ? [{ path: 'response_data', message }] : [] };
  }
  if (verdict === 'modify' && data === null) return { data: null, faults: [] };
  const result = schema.safeParse(data ?? {}, { reportInput: true });
  if (!result.success) return { data: null, faults: detailsOf(result.error, 'response_data') };
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
