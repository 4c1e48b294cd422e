import { renderFrame } from './frame';
import type { ApproverPageProps } from './page-props';
import { Progress } from './progress';
import { Standing } from './receipt';
import { UnusedNotice } from './unused-answer';

/** The request is still open, but others have completed the step that this person was asked in. */
export function notNeededPage(props: Pick<ApproverPageProps, 'decision' | 'assignment' | 'unused'>): string {
  const { decision, assignment } = props;
  return renderFrame({
    title: 'Your answer is no longer needed',
    recipient: assignment.approver,
    decisionId: decision.id,
    children: (
      <main class="ask ask-done" id="main">
        <UnusedNotice {...props} />
        <Standing icon="withdrawn">Your answer is no longer needed</Standing>
        <h1 dir="auto">{decision.action}</h1>
        <div class="prose">
          <p>Other people have completed the step that you were asked in.</p>
        </div>
        <Progress {...props} />
        <p class="part quiet">There's nothing more for you to do. You can close this page.</p>
      </main>
    ),
  });
}
