import { type Decision, progressOf } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import { labelOf } from '../../domain/response-types';
import { Moment, renderFrame } from './frame';
import { answerOf, BY_YOU, ChosenTime, Given, ownAnswerOf } from './own-answer';
import type { ApproverPageProps } from './page-props';
import { Progress } from './progress';
import { Receipt, Row, Standing, type Tone, Who } from './receipt';
import { UnusedNotice } from './unused-answer';

const LOOKS = {
  approve: { icon: 'approved', tone: 'approved' },
  deny: { icon: 'denied', tone: 'denied' },
  modify: { icon: 'modify', tone: 'modified' },
} as const satisfies Record<string, { icon: string; tone: Tone }>;

/** This person has answered, and others still have to. */
export function answeredPage(props: Pick<ApproverPageProps, 'decision' | 'assignment' | 'unused' | 'path'>): string {
  const { decision, assignment, path } = props;
  const answer = answerOf(decision, assignment);
  const { verdict } = answer ?? { verdict: 'approve' as const };
  const isOwn = ownAnswerOf(decision, assignment) !== null;
  const headline = isOwn ? BY_YOU[verdict] : 'Answered in your place';
  return renderFrame({
    title: headline,
    recipient: assignment.approver,
    decisionId: decision.id,
    children: (
      <main class="ask ask-done" id="main">
        <UnusedNotice {...props} />
        <Standing {...LOOKS[verdict]}>{headline}</Standing>
        <h1 dir="auto">{decision.action}</h1>
        <div class="prose">
          <p>{whatIsLeft(decision, assignment)}</p>
        </div>
        {answer && (
          <Receipt tone={LOOKS[verdict].tone}>
            <Row name={isOwn ? 'You answered' : 'Answered'}>
              <Moment at={answer.receivedAt} />
              {!isOwn && (
                <span class="also">
                  {labelOf(decision.responseType, verdict)}, by <Who>{answer.author}</Who>
                </span>
              )}
            </Row>
            <ChosenTime at={answer.executeAt} />
            <Given decision={decision} answer={answer} path={path} noteName={isOwn ? 'Your note' : 'Note'} />
          </Receipt>
        )}
        <Progress {...props} />
        <p class="part quiet">There's nothing more for you to do. You can close this page.</p>
      </main>
    ),
  });
}

/** "Waiting for 1 more approval in this step." */
function whatIsLeft(decision: Decision, { step: mine }: Assignment): string {
  const { step, steps, need, approvals } = progressOf(decision);
  const left = Math.max(1, need - approvals);
  const waiting = `Waiting for ${left} more ${left === 1 ? 'approval' : 'approvals'}`;
  if (step > mine) return `Your step is complete. ${waiting} in step ${step + 1} of ${steps}.`;
  if (step === steps - 1) return `${waiting}.`;
  return `${waiting} in this step. After that, ${step + 2 === steps ? 'one more step follows' : `${steps - step - 1} more steps follow`}.`;
}
