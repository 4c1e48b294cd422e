import { renderFrame } from './frame';
import type { ApproverPageProps } from './page-props';
import { Standing, Who } from './receipt';
import { UnusedNotice } from './unused-answer';

/** Someone else was asked in place of this person. Their link shows nothing but that. */
export function passedOnPage(props: Pick<ApproverPageProps, 'decision' | 'assignment' | 'unused'>): string {
  const { decision, assignment } = props;
  return renderFrame({
    title: 'Passed on to someone else',
    recipient: assignment.approver,
    decisionId: decision.id,
    children: (
      <main class="ask ask-done" id="main">
        <UnusedNotice {...props} />
        <Standing icon="result">Passed on to someone else</Standing>
        <h1 dir="auto">{decision.action}</h1>
        <div class="prose">
          <p>
            This request was passed on to{' '}
            {assignment.delegatedTo ? <Who>{assignment.delegatedTo}</Who> : 'someone else'}, who answers in your place.
            This link can't be used to answer any more.
          </p>
          <p class="quiet">There's nothing more for you to do. You can close this page.</p>
        </div>
      </main>
    ),
  });
}
