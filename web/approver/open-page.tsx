import { askerOf, asksFor, heightOf } from '../../contract/asking';
import type { Decision } from '../../contract/model';
import { isSamePerson } from '../../domain/person';
import { sanitizeAll } from '../../domain/sanitize-text';
import type { TraceItem } from '../../domain/trace';
import { AnswerForm } from './answer-form';
import { DeadlineBar, deadlineIn, ToAnswer } from './deadline';
import { Context, Details } from './details';
import { FaultSummary } from './faults';
import { Attachments } from './files';
import { Flags } from './flags';
import type { Form } from './form';
import { framed } from './frame';
import { Images } from './images';
import { overPage } from './over-page';
import { Trace } from './trace';

export interface OpenPageProps {
  readonly decision: Decision;
  readonly trace: readonly TraceItem[];
  /** Whose link it is, by address. */
  readonly recipient: string;
  readonly now: Date;
  readonly form: Form;
  /** Its own path, `/d/<token>`. */
  readonly path: string;
}

/** The page of a decision that waits: all there is to know, and the form. Once its time is over, how it stands. */
export function openPage(props: OpenPageProps): string {
  const { decision, trace, recipient, now, form, path } = sanitizeAll(props);
  const deadline = deadlineIn(decision, now);
  if (deadline.isOver) return overPage({ decision, recipient, own: null, path });
  const hasFaults = form.faults.length > 0;
  return framed({
    title: `${hasFaults ? 'Check your answer: ' : ''}${decision.action}`,
    recipient,
    decisionId: decision.id,
    urgency: decision.urgency,
    children: (
      <main class="ask ask-open" id="main">
        <div class="ask-body">
          <div class="ask-head">
            {hasFaults && <FaultSummary {...form} />}
            <Flags urgency={decision.urgency} />
            <h1 class={decision.action.length > 120 ? 'long' : undefined} dir="auto">
              {decision.action}
            </h1>
            <p class="ask-by">
              <b>
                <bdi>{askerOf(decision)}</bdi>
              </b>{' '}
              {asksFor(decision)}. <Turn decision={decision} recipient={recipient} />
            </p>
          </div>
          <DeadlineBar {...deadline} />
          <Context text={decision.context} />
          <Details decision={decision} />
          <Images urls={decision.contextImages} path={path} />
          <Attachments files={decision.attachments} path={path} />
          <Trace trace={trace} askedAt={decision.createdAt} />
          <ToAnswer {...deadline} />
        </div>
        <AnswerForm decision={decision} recipient={recipient} form={form} now={now} />
      </main>
    ),
  });
}

/** After an escalation: why the backup is asked, and that the first one still may answer. */
function Turn({ decision, recipient }: { readonly decision: Decision; readonly recipient: string }) {
  if (heightOf(decision) === 0) return null;
  if (isSamePerson(recipient, decision.approver))
    return (
      <>
        You did not answer in time, so <bdi>{decision.backupApprover}</bdi> is asked too. Whoever answers first decides.
      </>
    );
  return (
    <>
      <bdi>{decision.approver}</bdi> did not answer in time, so you are asked now.
    </>
  );
}
