import { type Decision, progressOf } from '../../domain/decision';
import type { Assignment, Step } from '../../domain/model';
import { assignmentsIn, countApprovals } from '../../domain/quorum';
import { Icon, type IconName } from '../icons';
import { Moment } from './frame';

interface ProgressProps {
  readonly decision: Decision;
  /** Whose page it is. */
  readonly assignment: Assignment;
  readonly title?: string;
}

/** Whether more than one person has to answer, or may. */
export function isShared(decision: Decision): boolean {
  const { steps, need } = progressOf(decision);
  const first = decision.state.assignments.filter(({ isBackup, status }) => !isBackup && status !== 'delegated');
  return steps > 1 || need > 1 || first.length > 1;
}

/** Where things stand: each step, who has answered in it, and who hasn't. Nothing for a request to one person. */
export function Progress({ decision, assignment, title = 'Progress' }: ProgressProps) {
  if (!isShared(decision)) return null;
  return (
    <section class="part" aria-labelledby="progress">
      <h2 id="progress">{title}</h2>
      <ol class="stages">
        {decision.state.steps.map((step, index) => (
          <Stage decision={decision} assignment={assignment} step={step} index={index} />
        ))}
      </ol>
    </section>
  );
}

function Stage({ decision, assignment, step, index }: ProgressProps & { readonly step: Step; readonly index: number }) {
  const people = assignmentsIn(decision.state, index);
  const steps = decision.state.steps.length;
  return (
    <li class={`stage stage-${step.status}`}>
      <p class="stage-head">
        {steps > 1 && (
          <b>
            Step {index + 1} of {steps}
            {step.name && (
              <>
                , <bdi>{step.name}</bdi>
              </>
            )}
          </b>
        )}
        {steps === 1 && step.name && (
          <b>
            <bdi>{step.name}</bdi>
          </b>
        )}
        <span>{inWords(decision, step, index)}</span>
      </p>
      <ul class="stage-people">
        {people.filter(hasActed).map((one) => (
          <Acted assignment={one} isYou={one.id === assignment.id} />
        ))}
        <Others people={people} status="asked" icon="clock" text="Waiting for" you={assignment.id} />
        <Others people={people} status="expired" icon="hourglass" text="No answer in time from" you={assignment.id} />
        {step.status === 'waiting' && (
          <Others
            people={people.filter(({ isBackup }) => !isBackup)}
            status="waiting"
            icon="clock"
            text="To be asked:"
          />
        )}
      </ul>
    </li>
  );
}

/** "1 of 2 approvals so far", or how the step ended. */
function inWords({ state }: Decision, { status, need }: Step, index: number): string {
  switch (status) {
    case 'open':
      return need > 1 ? `${countApprovals(state, index)} of ${need} approvals so far` : 'Open, one approval is enough';
    case 'waiting':
      return need > 1 ? `Not started yet, needs ${need} approvals` : 'Not started yet';
    case 'approved':
      return 'Approved';
    case 'denied':
      return 'Denied';
    case 'modified':
      return 'Changes requested';
    case 'expired':
      return 'Expired';
    case 'cancelled':
      return 'Not needed';
  }
}

const ACTS: Partial<Record<Assignment['status'], { readonly icon: IconName; readonly text: string }>> = {
  approved: { icon: 'approved', text: 'Approved by' },
  denied: { icon: 'denied', text: 'Denied by' },
  modified: { icon: 'modify', text: 'Changes requested by' },
  delegated: { icon: 'result', text: 'Passed on by' },
};

const hasActed = ({ status }: Assignment): boolean => ACTS[status] !== undefined;

function Acted({ assignment, isYou }: { readonly assignment: Assignment; readonly isYou: boolean }) {
  const { status, approver, answeredAt, delegatedTo } = assignment;
  const act = ACTS[status];
  if (!act) return null;
  return (
    <li class={`stage-${status}`}>
      <Icon name={act.icon} small />
      <span>
        {act.text} <bdi>{approver}</bdi>
        {isYou && ' (you)'}
        {delegatedTo && (
          <>
            {' '}
            to <bdi>{delegatedTo}</bdi>
          </>
        )}
        {answeredAt !== null && (
          <>
            {' '}
            at <Moment at={new Date(answeredAt)} />
          </>
        )}
      </span>
    </li>
  );
}

/** More names than this are counted. */
const MOST_NAMES = 8;

interface OthersProps {
  readonly people: readonly Assignment[];
  readonly status: Assignment['status'];
  readonly icon: IconName;
  readonly text: string;
  readonly you?: string;
}

/** Everyone with this status in one line: "Waiting for ann@company.com (you), ben@company.com". */
function Others({ people, status, icon, text, you }: OthersProps) {
  const all = people
    .filter((one) => one.status === status)
    .toSorted((a, b) => Number(b.id === you) - Number(a.id === you));
  if (all.length === 0) return null;
  const left = all.length - MOST_NAMES;
  return (
    <li class={`stage-${status}`}>
      <Icon name={icon} small />
      <span>
        {text}{' '}
        {all.slice(0, MOST_NAMES).map(({ approver, id }, index) => (
          <>
            {index > 0 && ', '}
            <bdi>{approver}</bdi>
            {id === you && ' (you)'}
          </>
        ))}
        {left > 0 && ` and ${left} more`}
      </span>
    </li>
  );
}
