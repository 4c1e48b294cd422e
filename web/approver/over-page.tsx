import { type Answer, type Decision, expiryOf } from '../../domain/decision';
import { type OutcomeKind, outcomeKindOf } from '../../domain/outcome-text';
import { labelOf } from '../../domain/response-types';
import { formatDay, formatDuration } from '../../domain/time-text';
import { Moment, renderFrame } from './frame';
import { wordsFor } from './outcome';
import { BY_YOU, ChosenTime, Given, ownAnswerOf } from './own-answer';
import type { ApproverPageProps } from './page-props';
import { isShared, Progress } from './progress';
import { Receipt, Row, Standing, Who, Words } from './receipt';
import { UnusedNotice } from './unused-answer';

type OverPageProps = Pick<ApproverPageProps, 'decision' | 'assignment' | 'unused' | 'path'>;

/** The page of a decision that can't be answered any more: who decided what, and when. */
export function overPage(props: OverPageProps): string {
  const { decision, assignment, path } = props;
  const outcome = outcomeKindOf(decision);
  const words = wordsFor(outcome);
  const own = ownAnswerOf(decision, assignment);
  return renderFrame({
    title: words.title,
    recipient: decision.erasedAt ? null : assignment.approver,
    decisionId: decision.id,
    children: (
      <main class="ask ask-done" id="main">
        <UnusedNotice {...props} />
        <Standing icon={words.icon} tone={words.tone}>
          <Headline decision={decision} outcome={outcome} own={own} />
        </Standing>
        <h1 dir="auto">{decision.action}</h1>
        <div class="prose">
          {decision.resolvedVia === 'timeout' && <p>Nobody answered in time, so this was decided automatically.</p>}
          <p>{words.means}</p>
          {decision.erasedAt && <p>The texts of this request were erased on {formatDay(decision.erasedAt)}.</p>}
        </div>
        <Receipt tone={words.tone}>
          {outcome === 'expired' ? (
            <Unanswered decision={decision} />
          ) : (
            <Decided decision={decision} outcome={outcome} />
          )}
          <Deciding decision={decision} path={path} />
          {own && !isOutcomeOf(own, outcome) && (
            <Row name="Your answer">
              {labelOf(decision.responseType, own.verdict)}, <Moment at={own.receivedAt} />
            </Row>
          )}
          {decision.agent && (
            <Row name="Asked by">
              <bdi>{decision.agent}</bdi>
            </Row>
          )}
        </Receipt>
        {!decision.erasedAt && <Progress title="Who answered" decision={decision} assignment={assignment} />}
        <p class="part quiet">There's nothing to do here. You can close this page.</p>
      </main>
    ),
  });
}

interface HeadlineProps {
  readonly decision: Decision;
  readonly outcome: OutcomeKind;
  /** The answer of this person that counted. */
  readonly own: Answer | null;
}

/** What was decided, in the words for this person. */
function Headline({ decision, outcome, own }: HeadlineProps) {
  const { title, already } = wordsFor(outcome);
  if (!own) return <span>{decision.resolvedVia === 'timeout' ? title : already}</span>;
  if (!isOutcomeOf(own, outcome)) return <span>{title}</span>;
  const { executeAt } = decision;
  if (outcome !== 'scheduled' || !executeAt || own.executeAt?.getTime() !== executeAt.getTime())
    return <span>{BY_YOU[own.verdict]}</span>;
  return (
    <span>
      You approved this and scheduled it for <Moment at={executeAt} />
    </span>
  );
}

/** Whether the decision came out as this person answered. */
const isOutcomeOf = ({ verdict }: Answer, outcome: OutcomeKind): boolean => OUTCOMES_OF[verdict].includes(outcome);

const OUTCOMES_OF: Readonly<Record<Answer['verdict'], readonly OutcomeKind[]>> = {
  approve: ['approved', 'scheduled'],
  deny: ['denied'],
  modify: ['modified'],
};

/** Who decided, and when. */
function Decided({ decision, outcome }: { readonly decision: Decision; readonly outcome: OutcomeKind }) {
  const { createdAt, executeAt, resolvedAt, resolvedVia } = decision;
  const people = peopleBehind(decision, outcome);
  return (
    <>
      {people.length > 0 && resolvedVia !== 'timeout' && (
        <Row name={wordsFor(outcome).by}>
          {people.map((person, index) => (
            <>
              {index > 0 && ', '}
              <Who>{person}</Who>
            </>
          ))}
          <Entrance decision={decision} />
        </Row>
      )}
      {resolvedAt && (
        <Row name="When">
          <Moment at={resolvedAt} />
          <span class="also">{formatDuration(resolvedAt.getTime() - createdAt.getTime())} after the request</span>
        </Row>
      )}
      {outcome === 'scheduled' && <ChosenTime at={executeAt} />}
    </>
  );
}

/** Everyone whose approval it took, or the one person who ended it. */
function peopleBehind({ answers, resolvedBy }: Decision, outcome: OutcomeKind): readonly string[] {
  const approvals = outcome === 'approved' || outcome === 'scheduled' ? answers : [];
  const authors = approvals.filter(({ verdict }) => verdict === 'approve').map(({ author }) => author);
  if (authors.length > 0) return [...new Set(authors)];
  return resolvedBy === null ? [] : [resolvedBy];
}

/** What came with the answer that decided it, or the reason why it was withdrawn. */
function Deciding({ decision, path }: { readonly decision: Decision; readonly path: string }) {
  const { answers, state, cancelled, responseNotes } = decision;
  const answer = answers.find(({ id }) => id === state.resolution?.answerId);
  if (answer) return <Given decision={decision} answer={answer} path={path} />;
  return <Words name={cancelled ? 'Reason' : 'Note'} text={responseNotes} />;
}

/** The way the answer came in; ways without a word here are left out. */
const ENTRANCES: Readonly<Record<string, string | undefined>> = {
  page: 'through the link sent to this address',
  email: 'through the link sent to this address',
  api: 'through the API',
  slack: 'in Slack',
};

/** Of one answer: for several, the list of people says enough. */
function Entrance({ decision }: { readonly decision: Decision }) {
  const way = decision.resolvedVia && ENTRANCES[decision.resolvedVia];
  return way && !isShared(decision) ? <span class="also">{way}</span> : null;
}

function Unanswered({ decision }: { readonly decision: Decision }) {
  const end = expiryOf(decision.state);
  const asked = decision.state.assignments.filter(({ askedAt }) => askedAt !== null);
  return (
    <>
      <Row name="Asked">
        <Moment at={decision.createdAt} />
      </Row>
      {end !== null && (
        <Row name="Ended">
          <Moment at={new Date(end)} />
          <span class="also">after {formatDuration(end - decision.createdAt.getTime())}</span>
        </Row>
      )}
      {!isShared(decision) && (
        <Row name="Who was asked">
          {asked.map(({ approver, isBackup }) => (
            <span class={isBackup ? 'also' : undefined}>
              {isBackup && 'then '}
              <bdi>{approver}</bdi>{' '}
            </span>
          ))}
        </Row>
      )}
    </>
  );
}
