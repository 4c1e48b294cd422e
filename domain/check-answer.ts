import type { Fault } from './fault';
import { type Attachment, shownFile } from './files';
import { type ResponseData, type ResponseType, rulesOf } from './response-types';
import { isBlank } from './sanitize-text';
import type { Verdict } from './verdict';

/** What an approver sends, from any entrance. */
export interface AnswerGiven {
  readonly verdict: Verdict;
  readonly notes: string | null;
  readonly data: ResponseData | null;
  readonly executeAt: Date | null;
  /** The files that came with it, already stored. */
  readonly files?: readonly Attachment[];
}

/** The part of a decision that says what may be answered. */
export interface Answerable {
  readonly options: readonly Verdict[];
  readonly responseType: ResponseType;
  readonly requireReasonOnDeny: boolean;
}

/** What a verdict requires: nothing, text or data to fill in, or files. */
export type Needed = 'nothing' | 'input' | 'files';

export function neededFor({ responseType, requireReasonOnDeny }: Answerable, verdict: Verdict): Needed {
  if (verdict === 'modify') return 'input';
  if (verdict === 'deny') return requireReasonOnDeny ? 'input' : 'nothing';
  const { takesFiles, checkData, checkTime } = rulesOf(responseType);
  if (takesFiles) return 'files';
  return checkData || checkTime ? 'input' : 'nothing';
}

/** The answer as it is kept, or everything that is wrong with it. */
export type AnswerCheck = { readonly answer: AnswerGiven } | { readonly faults: readonly Fault[] };

/** Checks an answer against what the decision asks for. */
export function checkAnswer(decision: Answerable, answer: AnswerGiven, now: Date): AnswerCheck {
  const given = {
    ...answer,
    notes: answer.notes === null || isBlank(answer.notes) ? null : answer.notes,
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
  if (all.length > 0) return { faults: all };
  const mirrored = data && rulesOf(decision.responseType).notesFrom?.(data);
  const { takesFiles } = rulesOf(decision.responseType);
  return { answer: { ...given, notes: given.notes ?? mirrored ?? null, data: takesFiles ? null : data } };
}

/** What was filled in, including the files; null if that is nothing. */
function dataIn({ data, files = [] }: AnswerGiven): ResponseData | null {
  if (files.length > 0) return { ...data, uploaded_files: files.map(shownFile) };
  return isFilled(data) ? data : null;
}

const isFilled = (data: ResponseData | null): data is ResponseData => data !== null && Object.keys(data).length > 0;

/** A list of files can only be believed if the files came with it. */
function checkWritten({ responseType }: Answerable, { data }: AnswerGiven): readonly Fault[] {
  if (!rulesOf(responseType).takesFiles || !isFilled(data)) return [];
  const message = 'is made from the uploaded files: send them as multipart/form-data in the field file';
  return [{ path: 'response_data', message }];
}

function checkVerdict({ options }: Answerable, verdict: Verdict): readonly Fault[] {
  if (options.includes(verdict)) return [];
  return [{ path: 'action', message: `must be ${alternatives(options)} for this decision (got "${verdict}")` }];
}

const alternatives = (options: readonly Verdict[]): string =>
  options.length === 1 ? `${options[0]}` : `one of ${options.join(', ')}`;

/** With modify, data says what to change, too. */
function checkNotes(
  { responseType, requireReasonOnDeny }: Answerable,
  { verdict, notes, data }: AnswerGiven,
): readonly Fault[] {
  if (notes !== null) return [];
  if (verdict === 'deny' && requireReasonOnDeny)
    return [{ path: 'notes', message: 'is required with deny: give a reason' }];
  if (verdict !== 'modify' || (data !== null && rulesOf(responseType).checkData)) return [];
  return [{ path: 'notes', message: 'is required with modify: describe the change' }];
}

interface Checked {
  /** Null if there is none, or if it has faults. */
  readonly data: ResponseData | null;
  readonly faults: readonly Fault[];
}

function checkData({ responseType }: Answerable, { verdict, data }: AnswerGiven): Checked {
  const { checkData } = rulesOf(responseType);
  if (!checkData || verdict === 'deny') {
    const message = checkData
      ? 'is allowed only with approve or modify'
      : `is not allowed with response_type ${responseType.type}`;
    return { data: null, faults: data ? [{ path: 'response_data', message }] : [] };
  }
  if (verdict === 'modify' && data === null) return { data: null, faults: [] };
  const checked = checkData(responseType, data ?? {});
  if ('faults' in checked) return { data: null, faults: checked.faults };
  return { data: isFilled(checked.data) ? checked.data : null, faults: [] };
}

function checkExecuteAt(
  { responseType }: Answerable,
  { verdict, executeAt }: AnswerGiven,
  now: Date,
): readonly Fault[] {
  const refuse = (message: string) => (executeAt ? [{ path: 'execute_at', message }] : []);
  if (verdict !== 'approve') return refuse(`is allowed only with approve (got ${verdict})`);
  const { checkTime } = rulesOf(responseType);
  if (!checkTime) return refuse(`is not allowed with response_type ${responseType.type}`);
  const fault = checkTime(responseType, executeAt, now);
  return fault ? [fault] : [];
}
