import { askerOf, asksFor, deadlineOf, describeReason, listOf } from '../../domain/ask-text';
import type { Decision } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import { assignmentsIn } from '../../domain/quorum';
import { AnswerForm } from './answer-form';
import { DeadlineBar, ToAnswer } from './deadline';
import { DELEGATION_PLACES } from './delegation';
import { Context, Details } from './details';
import { FaultSummary } from './faults';
import { Attachments } from './files';
import { Flags } from './flags';
import { renderFrame } from './frame';
import { Images } from './images';
import type { ApproverPageProps } from './page-props';
import { Progress } from './progress';
import { Trace } from './trace';

/** The page of a request that waits for this person: everything there is to know, and the form. */
export function openPage(props: Omit<ApproverPageProps, 'unused'>): string {
  const { decision, assignment, trace, now, form, delegation, path } = props;
  const deadline = { ...deadlineOf(decision), now };
  const hasFaults = form.faults.length > 0 || delegation.faults.length > 0;
  return renderFrame({
    title: `${hasFaults ? 'Check your answer: ' : ''}${decision.action}`,
    recipient: assignment.approver,
    decisionId: decision.id,
    urgency: decision.urgency,
    children: (
      <main class="ask ask-open" id="main">
        <div class="ask-body">
          <div class="ask-head">
            {form.faults.length > 0 && <FaultSummary title="Your answer wasn't sent" {...form} />}
            {delegation.faults.length > 0 && (
              <FaultSummary
                title="The request wasn't passed on"
                faults={delegation.faults}
                places={DELEGATION_PLACES}
                timeZone="UTC"
              />
            )}
            <Flags urgency={decision.urgency} />
            <h1 class={decision.action.length > 120 ? 'long' : undefined} dir="auto">
              {decision.action}
            </h1>
            <p class="ask-by">
              <b>
                <bdi>{askerOf(decision)}</bdi>
              </b>{' '}
              {asksFor(decision)}. {whyYou(decision, assignment)}
            </p>
            <MessageFromBefore decision={decision} assignment={assignment} />
          </div>
          <DeadlineBar {...deadline} />
          <Progress decision={decision} assignment={assignment} />
          <Context text={decision.context} />
          <Details decision={decision} />
          <Images urls={decision.contextImages} path={path} />
          <Attachments files={decision.attachments} path={path} />
          <Trace trace={trace} askedAt={decision.createdAt} />
          <ToAnswer {...deadline} />
        </div>
        <AnswerForm {...props} />
      </main>
    ),
  });
}

/** Why this person is asked if it isn't simply their turn; after an escalation, that they can still answer. */
function whyYou(decision: Decision, assignment: Assignment): string | null {
  const reason = describeReason(decision, assignment);
  if (reason !== null || assignment.isBackup) return reason;
  const { state } = decision;
  const backups = assignmentsIn(state, state.step).filter(({ isBackup, askedAt }) => isBackup && askedAt !== null);
  if (backups.length === 0) return null;
  const names = listOf(backups.map(({ approver }) => approver));
  return `You didn't answer in time, so ${names} ${backups.length === 1 ? 'was' : 'were'} asked as well. You can still answer.`;
}

/** What was said when this person was asked in place of someone else. */
function MessageFromBefore({ decision, assignment }: Pick<ApproverPageProps, 'decision' | 'assignment'>) {
  const message = decision.notes[assignment.id];
  if (!message) return null;
  return (
    <blockquote class="quote plain passed-message" dir="auto">
      {message}
    </blockquote>
  );
}
