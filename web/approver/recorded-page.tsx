import type { Verdict as VerdictWord } from '../../contract/decision';
import type { Decision } from '../../contract/model';
import { type ResponseData, VERDICT_LABELS } from '../../domain/response-types';
import { sanitizeAll } from '../../domain/sanitize-text';
import { formatClock } from '../../domain/time-text';
import { Icon } from '../icons';
import { framed, Moment } from './frame';
import { FilledIn, Receipt, Row, Standing, Words } from './receipt';

export interface RecordedPageProps {
  readonly decision: Decision;
  readonly recipient: string;
  readonly answer: {
    readonly verdict: VerdictWord;
    readonly notes: string | null;
    readonly data: ResponseData | null;
    readonly executeAt: Date | null;
    /** When it was received: what counts against the deadline. */
    readonly at: Date;
  };
}

/** 202: the answer is safe in the store, and will be applied once the workers are back. */
export function recordedPage(props: RecordedPageProps): string {
  const { decision, recipient, answer } = sanitizeAll(props);
  return framed({
    title: 'Answer recorded',
    recipient,
    decisionId: decision.id,
    children: (
      <main class="ask ask-done" id="main">
        <Standing icon="approved" tone="info">
          Your answer is recorded
        </Standing>
        <h1 dir="auto">{decision.action}</h1>
        <div class="notice notice-info">
          <Icon name="clock" />
          <p class="notice-title">It will be applied shortly</p>
          <p>
            Your answer is stored safely and counts from {formatClock(answer.at)} UTC. The agent has not been told yet.
            There is nothing more for you to do, and no need to answer again.
          </p>
        </div>
        <Receipt tone="info">
          <Row name="Your answer">{VERDICT_LABELS[answer.verdict]}</Row>
          {answer.executeAt && (
            <Row name="Time">
              <Moment at={answer.executeAt} />
            </Row>
          )}
          <FilledIn type={decision.responseType} data={answer.data} />
          <Words name="Note" text={answer.notes} />
          <Row name="Recorded">
            <Moment at={answer.at} />
          </Row>
        </Receipt>
        <p class="part">
          <a class="button" href="?">
            Check again
          </a>
        </p>
      </main>
    ),
  });
}
