import fc from 'fast-check';
import { begin, type Changed, decide, type Refused, wakeAt } from '../../domain/decide';
import { type Command, type DecisionState, type Plan, type StepPlan, TIMEOUT_RULES } from '../../domain/model';
import { personKey } from '../../domain/person';
import { DAY, HOUR, MINUTE, planOf, SHOWN } from './plans';

/** Few people, so that they meet often, and some of them with two spellings. */
const person = fc.constantFrom('ann', 'Ann', 'bob', 'BOB', 'cat', 'dan');

const countPeople = (people: readonly string[]): number => new Set(people.map(personKey)).size;

const step: fc.Arbitrary<Partial<StepPlan>> = fc
  .record({
    approvers: fc.array(person, { minLength: 1, maxLength: 4 }),
    backups: fc.array(person, { maxLength: 2 }),
    deny: fc.constantFrom('veto', 'majority'),
    timeoutMs: fc.option(fc.integer({ min: MINUTE, max: DAY }), { freq: 4 }),
    share: fc.option(fc.double({ min: 0.1, max: 0.9, noNaN: true }), { freq: 2 }),
    needs: fc.nat(),
  })
  .map(({ share, needs, ...rest }) => ({
    ...rest,
    need: 1 + (needs % countPeople(rest.approvers)),
    escalateAfterMs: share && Math.ceil(share * (rest.timeoutMs ?? DAY)),
  }));

/** Plans that can be carried out. */
export const plans: fc.Arbitrary<Plan> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 3 }), fc.constantFrom(...TIMEOUT_RULES))
  .map(([steps, onTimeout]) => planOf(steps, { onTimeout }));

type Timeless<T> = T extends unknown ? Omit<T, 'at'> : never;
type Given = Timeless<Command>;

/** A number stands for an assignment, so that most of them exist in most decisions. */
const seat = fc.nat(11);
const idOf = ({ assignments }: DecisionState, seat: number): string => `a${1 + (seat % (assignments.length + 1))}`;

type Act = (state: DecisionState) => Given;
type Moment = (state: DecisionState, now: number) => number;
type Weighted<T> = { readonly weight: number; readonly arbitrary: fc.Arbitrary<T> };

const often = (weight: number, arbitrary: fc.Arbitrary<Act>): Weighted<Act> => ({ weight, arbitrary });
const fixed = (command: fc.Arbitrary<Given>): fc.Arbitrary<Act> => command.map((given) => () => given);

const answers: fc.Arbitrary<Act> = fc
  .record({
    seat,
    verdict: fc.constantFrom(...(['approve', 'approve', 'approve', 'approve', 'deny', 'modify'] as const)),
    executeAt: fc.option(fc.integer({ min: 0, max: 4 * DAY }), { freq: 2 }),
    contentHash: fc.constantFrom(null, SHOWN, SHOWN, 'other'),
    answerId: fc.nat().map((number) => `answer ${number}`),
  })
  .map(({ seat, ...rest }) => (state) => ({
    ...{ kind: 'answer', assignmentId: idOf(state, seat), by: 'someone', via: 'page', assurance: 'link', ...rest },
  }));
const notices = fc.constant<Act>(({ assignments }) => ({
  kind: 'notified',
  assignmentIds: assignments.map(({ id }) => id),
}));
const delegations: fc.Arbitrary<Act> = fc.record({ seat, to: person }).map(({ seat, to }) => (state) => ({
  kind: 'delegate',
  assignmentId: idOf(state, seat),
  to,
}));
const kind = <Kind extends Command['kind']>(name: Kind) => fc.constant(name);

const orNull = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some);

const acts = fc.oneof(
  often(12, answers),
  often(4, fixed(fc.constant({ kind: 'clock' }))),
  often(4, notices),
  often(2, delegations),
  often(2, fixed(fc.record({ kind: kind('reassign'), from: person, to: person }))),
  often(2, fixed(fc.record({ kind: kind('add'), step: orNull(fc.nat(3)), approver: person }))),
  often(1, fixed(fc.record({ kind: kind('extend'), until: fc.integer({ min: 0, max: 4 * DAY }) }))),
  often(1, fixed(fc.record({ kind: kind('extend'), byMs: fc.integer({ min: -MINUTE, max: DAY }) }))),
  often(1, fixed(fc.record({ kind: kind('remind'), approver: orNull(person) }))),
  often(1, fixed(fc.record({ kind: kind('attach'), contentHash: fc.constantFrom(SHOWN, 'other') }))),
  often(1, fixed(fc.constant({ kind: 'cancel', by: 'agent' }))),
);

/** Some time later (now and then earlier, as another process may have looked at the clock), or around the next deadline. */
const moments: fc.Arbitrary<Moment> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.nat(HOUR).map(
      (later): Moment =>
        (_, now) =>
          now + later,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -MINUTE, max: 2 * DAY }).map(
      (later): Moment =>
        (_, now) =>
          Math.max(0, now + later),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: -1, max: 1 }).map(
      (off): Moment =>
        (state, now) =>
          Math.max(now, (wakeAt(state) ?? now) + off),
    ),
  },
);

/** One command of a history, and what followed from it. */
export interface Taken {
  readonly before: DecisionState;
  /** The moment of the command before. */
  readonly since: number;
  readonly command: Command;
  readonly result: Changed | Refused;
  readonly state: DecisionState;
  readonly events: Changed['events'];
}

export interface History {
  readonly plan: Plan;
  readonly begun: Changed;
  readonly taken: readonly Taken[];
  readonly end: DecisionState;
  /** From the very first. */
  readonly events: Changed['events'];
}

/** Everything that may happen to a decision, in any order. Whatever is refused leaves the state as it was stored. */
export const histories: fc.Arbitrary<History> = fc
  .tuple(plans, fc.array(fc.tuple(acts, moments), { maxLength: 25, size: 'medium' }))
  .map(([plan, given]) => {
    const begun = begin(plan, 0);
    const taken: Taken[] = [];
    let [state, since]: [DecisionState, number] = [begun.state, 0];
    for (const [act, moment] of given) {
      const at = moment(state, since);
      const command = { ...act(state), at } as Command;
      const result = decide(state, command);
      const events = 'refusal' in result ? [] : result.events;
      const next = 'refusal' in result ? state : result.state;
      taken.push({ before: state, since, command, result, state: next, events });
      [state, since] = [next, at];
    }
    return { plan, begun, taken, end: state, events: [...begun.events, ...taken.flatMap(({ events }) => events)] };
  });
