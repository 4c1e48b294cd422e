import type { Decision } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import { outcomeKindOf } from '../../domain/outcome-text';
import { isSamePerson } from '../../domain/person';
import { labelOf } from '../../domain/response-types';
import { formatClock } from '../../domain/time-text';
import type { Verdict } from '../../domain/verdict';
import { Icon } from '../icons';
import { linkStateOf } from './link-state';
import { answerOf, ownAnswerOf } from './own-answer';
import { Who } from './receipt';

/** An answer that didn't count. */
export interface UnusedAnswer {
  readonly verdict: Verdict;
  readonly at: Date;
}

interface UnusedNoticeProps {
  readonly decision: Decision;
  readonly assignment: Assignment;
  readonly unused: UnusedAnswer | null;
}

/** What became of the answer that was just sent; nothing if there was none. */
export function UnusedNotice({ decision, assignment, unused }: UnusedNoticeProps) {
  if (!unused) return null;
  return (
    <div class="notice notice-bad" role="alert" id="faults" tabIndex={-1}>
      <Icon name="fault" />
      <p class="notice-title">Your answer wasn't used</p>
      <p>
        You chose {labelOf(decision.responseType, unused.verdict)} at {formatClock(unused.at)} UTC.{' '}
        <Why decision={decision} assignment={assignment} /> Your attempt is kept on record.
      </p>
    </div>
  );
}

function Why({ decision, assignment }: Omit<UnusedNoticeProps, 'unused'>) {
  const state = linkStateOf(decision, assignment);
  if (state === 'passedOn') return <>By then, the request had been passed on.</>;
  if (ownAnswerOf(decision, assignment)) return <>You had already answered, and an answer is final.</>;
  const answer = answerOf(decision, assignment);
  if (answer && isSamePerson(answer.author, assignment.approver))
    return <>An answer in your name had already been given over the API.</>;
  if (answer) return <AlreadyAnswered by={answer.author} />;
  if (state === 'notNeeded') return <>By then, it was no longer needed.</>;
  const outcome = outcomeKindOf(decision);
  if (outcome === 'expired' || decision.resolvedVia === 'timeout') return <>The deadline had passed.</>;
  if (outcome === 'cancelled') return <>The request had been withdrawn.</>;
  return <AlreadyAnswered by={decision.resolvedBy ?? 'Someone else'} />;
}

function AlreadyAnswered({ by }: { readonly by: string }) {
  return (
    <>
      <Who>{by}</Who> had already answered.
    </>
  );
}
