import { evolve } from './evolve';
import type { AnswerOrigin, Assignment, DecisionEvent, DecisionState, EventOf, Step } from './model';
import { isSamePerson } from './person';
import { assignmentsIn, hasAnswered } from './quorum';

/** Who or what resolves a decision. */
export type Cause = AnswerOrigin & { readonly answerId: string | null };

/** One change of a decision: events, one after the other, and the state that they lead to. */
export class Transition {
  readonly events: DecisionEvent[] = [];
  constructor(
    public state: DecisionState,
    /** The moment of the next event. */
    public at: number,
  ) {}

  /** The step that is open, or was last. */
  get step(): Step {
    return this.state.steps[this.state.step] as Step;
  }

  add(event: DecisionEvent): void {
    this.events.push(event);
    this.state = evolve(this.state, event);
  }

  /** Opens a step and asks its approvers. */
  openStep(step: number): void {
    this.add({ kind: 'stepOpened', step, at: this.at });
    this.ask();
  }

  escalate(): void {
    this.add({ kind: 'escalated', step: this.state.step, at: this.at });
    this.ask();
  }

  /** Asks everyone whose turn it is. A person who is being asked already is reminded instead. */
  ask(): void {
    const isEscalated = this.step.escalatedAt !== null;
    for (const one of assignmentsIn(this.state, this.state.step))
      if (one.status === 'waiting' && (isEscalated || !one.isBackup)) this.askOne(one);
  }

  private askOne({ id, approver }: Assignment): void {
    const { at, state } = this;
    const asked = assignmentsIn(state, state.step).find(
      (one) => one.status === 'asked' && isSamePerson(one.approver, approver),
    );
    const isNew = !asked && !hasAnswered(state, state.step, approver);
    this.add({ kind: isNew ? 'asked' : 'withdrawn', assignmentId: id, at });
    if (asked) this.add({ kind: 'reminded', assignmentIds: [asked.id], at });
  }

  /** The next step opens, or everything is approved: not before the latest time that an approver chose. */
  passStep(cause: Cause): void {
    const { at } = this;
    const { step, steps, assignments } = this.state;
    this.add({ kind: 'stepPassed', step, at });
    const time = Math.max(at, ...assignments.map(({ executeAt }) => executeAt ?? at));
    if (step < steps.length - 1) this.openStep(step + 1);
    else if (time > at) this.resolve('scheduled', cause, time);
    else this.resolve('approved', cause);
  }

  resolve(
    status: EventOf<'resolved'>['status'],
    { by, via, assurance, answerId }: Cause,
    executeAt: number | null = null,
  ): void {
    const { at } = this;
    this.add({ kind: 'resolved', status, executeAt, resolution: { at, by, via, assurance, answerId }, at });
  }

  expire(): void {
    this.add({ kind: 'expired', at: this.at });
  }
}
