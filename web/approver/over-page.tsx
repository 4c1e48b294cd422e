import { askedAt, ladderOf, lastDeadline } from '../../contract/ladder';
import type { Decision } from '../../contract/model';
import { uploadedFiles } from '../../domain/files';
import { noteOf, type OutcomeKind, outcomeKindOf } from '../../domain/outcome-text';
import { isSamePerson } from '../../domain/person';
import { VERDICT_LABELS } from '../../domain/response-types';
import { sanitizeAll } from '../../domain/sanitize-text';
import { formatClock, formatDay, formatDuration } from '../../domain/time-text';
import { FileList } from './files';
import { framed, Moment } from './frame';
import { type LateAnswer, wordsFor } from './outcome';
import { FilledIn, Receipt, Row, Standing, Who, Words } from './receipt';

export interface OverPageProps {
  readonly decision: Decision;
  readonly recipient: string;
  /** This visitor's own last answer. It is told of only where it is not the one that stands. */
  readonly own: LateAnswer | null;
  /** Its own path, `/d/<token>`. */
  readonly path: string;
}

/** How a decision stands that takes no answer any more: who decided what, and when. */
export function overPage(props: OverPageProps): string {
  const { decision, recipient, own: given, path } = sanitizeAll(props);
  const ending = outcomeKindOf(decision);
  const words = wordsFor(ending);
  const isYours = isSamePerson(decision.resolvedBy, recipient);
  const own = given && !(isYours && given.at.getTime() === decision.resolvedAt?.getTime()) ? given : null;
  return framed({
    title: words.title,
    recipient: decision.erasedAt ? null : recipient,
    decisionId: decision.id,
    children: (
      <main class="ask ask-done" id="main">
        <Standing icon={words.icon} tone={words.tone}>
          {isYours ? words.byYou : words.already}
        </Standing>
        <h1 dir="auto">{decision.action}</h1>
        <div class="prose">
          {own && <p>{whyUnused(ending, isYours, decision)}</p>}
          <p>{words.means}</p>
          {decision.erasedAt && <p>What was asked and answered was erased on {formatDay(decision.erasedAt)}.</p>}
        </div>
        <Receipt tone={words.tone}>
          {ending === 'expired' ? (
            <Unanswered decision={decision} />
          ) : (
            <Answered decision={decision} ending={ending} path={path} />
          )}
          {own && (
            <Row name={isYours ? 'Your later answer' : 'Your answer'}>
              {VERDICT_LABELS[own.verdict]}, {formatClock(own.at)} UTC{' '}
              <span class="also">kept on record, without effect</span>
            </Row>
          )}
          {decision.agent && (
            <Row name="Asked by">
              <bdi>{decision.agent}</bdi>
            </Row>
          )}
        </Receipt>
        <p class="part quiet">There is nothing to do here. You can close this page.</p>
      </main>
    ),
  });
}

function whyUnused(ending: OutcomeKind, isYours: boolean, { resolvedBy }: Decision) {
  if (ending === 'expired') return 'Your answer came after the end, so it was not used.';
  if (ending === 'cancelled') return 'Your answer came after that, so it was not used.';
  if (isYours) return 'You had answered before, and an answer is final. The later one was not used.';
  return <>{resolvedBy ? <Who>{resolvedBy}</Who> : 'Somebody'} answered before you, so your answer was not used.</>;
}

interface AnsweredProps {
  readonly decision: Decision;
  readonly ending: OutcomeKind;
  readonly path: string;
}

function Answered({ decision, ending, path }: AnsweredProps) {
  const { createdAt, executeAt, resolvedAt, resolvedBy, responseData, responseType } = decision;
  const files = uploadedFiles(decision);
  const isCancelled = ending === 'cancelled';
  return (
    <>
      {resolvedBy && (
        <Row name={isCancelled ? 'Withdrawn by' : 'Answered by'}>
          <Who>{resolvedBy}</Who>
          <Entrance decision={decision} />
        </Row>
      )}
      {resolvedAt && (
        <Row name="When">
          <Moment at={resolvedAt} />
          <span class="also">{formatDuration(resolvedAt.getTime() - createdAt.getTime())} after being asked</span>
        </Row>
      )}
      {ending === 'scheduled' && executeAt && (
        <Row name="Time for the action">
          <Moment at={executeAt} />
        </Row>
      )}
      {files.length > 0 ? (
        <Row name={responseType.label || 'Files'}>
          <FileList files={files} path={path} />
        </Row>
      ) : (
        <FilledIn type={responseType} data={responseData} />
      )}
      <Words name={isCancelled ? 'Reason' : 'Note'} text={noteOf(decision)} />
    </>
  );
}

/** The way the answer came in; ways without a word here are left out. */
const ENTRANCES: Readonly<Record<string, string | undefined>> = {
  page: 'through the link sent to this address',
  email: 'through the link sent to this address',
  api: 'through the API',
  slack: 'in Slack',
};

function Entrance({ decision }: { readonly decision: Decision }) {
  const way = decision.resolvedVia && ENTRANCES[decision.resolvedVia];
  return way ? <span class="also">{way}</span> : null;
}

function Unanswered({ decision }: { readonly decision: Decision }) {
  const end = lastDeadline(decision);
  const backup = ladderOf(decision).length > 1 ? askedAt(decision, 1) : null;
  return (
    <>
      <Row name="Asked">
        <Moment at={decision.createdAt} />
      </Row>
      {end && (
        <Row name="Ended">
          <Moment at={end} />
          <span class="also">after {formatDuration(end.getTime() - decision.createdAt.getTime())}</span>
        </Row>
      )}
      <Row name="Who was asked">
        <bdi>{decision.approver}</bdi>
        {backup && (
          <span class="also">
            then <bdi>{backup}</bdi>
          </span>
        )}
      </Row>
    </>
  );
}
