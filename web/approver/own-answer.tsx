import type { Answer, Decision } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import { noteOf } from '../../domain/outcome-text';
import { isSamePerson } from '../../domain/person';
import type { Verdict } from '../../domain/verdict';
import { FileList } from './files';
import { Moment } from './frame';
import { FilledIn, Row, Words } from './receipt';

/** The answer in this person's place that counted, or null. */
export const answerOf = ({ answers }: Decision, { id }: Assignment): Answer | null =>
  answers.find(({ assignmentId }) => assignmentId === id) ?? null;

/** The same if this person gave it themselves: over the API, it's only claimed in their name. */
export function ownAnswerOf(decision: Decision, assignment: Assignment): Answer | null {
  const answer = answerOf(decision, assignment);
  return answer && answer.via !== 'api' && isSamePerson(answer.author, assignment.approver) ? answer : null;
}

/** "You approved this" */
export const BY_YOU = {
  approve: 'You approved this',
  deny: 'You denied this',
  modify: 'You requested changes',
} as const satisfies Record<Verdict, string>;

interface GivenProps {
  readonly decision: Pick<Decision, 'responseType'>;
  readonly answer: Pick<Answer, 'notes' | 'data' | 'files'>;
  readonly path: string;
  /** What the note is called. */
  readonly noteName?: string;
}

/** What someone gave with an answer: files or fields, and a note. */
export function Given({ decision: { responseType }, answer, path, noteName = 'Note' }: GivenProps) {
  const { notes, data, files } = answer;
  return (
    <>
      {files.length > 0 ? (
        <Row name={responseType.label || 'Files'}>
          <FileList files={files} path={path} />
        </Row>
      ) : (
        <FilledIn type={responseType} data={data} />
      )}
      <Words name={noteName} text={noteOf({ responseType, responseData: data, responseNotes: notes })} />
    </>
  );
}

/** The time that someone chose for the action; nothing without one. */
export function ChosenTime({ at }: { readonly at: Date | null }) {
  if (!at) return null;
  return (
    <Row name="Scheduled for">
      <Moment at={at} />
    </Row>
  );
}
