import fc from 'fast-check';
import { begin, type Changed, decide, isOver, type Refused, stateAt, wakeAt } from '../../domain/decide';
import { expiryOf } from '../../domain/decision';
import { evolve } from '../../domain/evolve';
import type { DecisionState } from '../../domain/model';
import { personKey } from '../../domain/person';
import { stateOfPlan } from '../../domain/plan';
import { isOpen } from '../../domain/status';
import { type History, histories, plans } from '../support/histories';

const RUNS = 400;

/** Holds for every history of commands. */
const always = (holds: (history: History) => void) => fc.assert(fc.property(histories, holds), { numRuns: RUNS });

const assignmentsIn = ({ assignments }: DecisionState, step: number) => assignments.filter((one) => one.step === step);
const peopleOf = (assignments: DecisionState['assignments']): ReadonlySet<string> =>
  new Set(assignments.map(({ approver }) => personKey(approver)));
const countOf = (state: DecisionState, step: number, status: string): number =>
  peopleOf(assignmentsIn(state, step).filter((one) => one.status === status)).size;
const statesOf = ({ begun, taken }: History) => [begun.state, ...taken.map(({ state }) => state)];
const endOf = (result: Changed | Refused) => [result.state, refusalIn(result)];
const refusalIn = (result: Changed | Refused) => ('refusal' in result ? result.refusal : null);

describe('outcome', () => {
  test('no sequence of commands gives two outcomes; only a scheduled one can be taken back, or fall due', () => {
    const ENDINGS = new Set([
      ...['', 'approved', 'denied', 'modified', 'expired'],
      ...['scheduled', 'scheduled due', 'scheduled denied'],
    ]);
    always(({ events }) => {
      const ends = events.flatMap((event) => {
        if (event.kind === 'resolved') return event.status;
        return event.kind === 'expired' || event.kind === 'due' ? event.kind : [];
      });
      expect(ENDINGS).toContain(ends.join(' '));
    });
  });

  test('a decision that is over never changes, nor does a scheduled one but by a cancellation or its time', () => {
    always(({ taken }) => {
      const wrong = taken.filter(({ before, command, result, events }) => {
        if (isOpen(before.status)) return false;
        if (isOver(before)) return events.length > 0 || result.state !== before;
        return command.kind !== 'cancel' && events.some(({ kind, at }) => kind !== 'due' || at !== before.executeAt);
      });
      expect(wrong).toEqual([]);
    });
  });

  test('it is resolved by an answer, a cancellation or the timeout that was asked for', () => {
    always(({ plan, taken }) => {
      for (const { command, events } of taken)
        for (const event of events) {
          if (event.kind !== 'resolved') continue;
          const { via, at, answerId } = event.resolution;
          if (via === 'timeout') expect(event.status === 'denied' ? 'deny' : 'approve').toBe(plan.onTimeout);
          else expect([via, at]).toEqual([command.kind === 'answer' ? 'page' : command.kind, command.at]);
          expect(answerId).toBe(via === 'page' && command.kind === 'answer' ? command.answerId : null);
        }
    });
  });

  test('a scheduled decision waits for the latest time that counted approvals chose', () => {
    always(({ events }) => {
      let latest = 0;
      for (const event of events) {
        if (event.kind === 'counted') latest = Math.max(latest, event.executeAt ?? 0);
        if (event.kind !== 'resolved' || (event.status !== 'scheduled' && event.status !== 'approved')) continue;
        expect(event.executeAt).toBe(latest > event.at ? latest : null);
        expect(event.status).toBe(latest > event.at ? 'scheduled' : 'approved');
      }
    });
  });
});

describe('quorum', () => {
  test('a step passes with the very answer that completes it, or with a silence that approves', () => {
    always(({ plan, begun, events }) => {
      let state = stateOfPlan(plan);
      for (const [index, event] of events.entries()) {
        if (event.kind === 'stepPassed') {
          const need = plan.steps[event.step]?.need ?? Number.NaN;
          const approvals = countOf(state, event.step, 'approved');
          if (approvals >= need) expect([approvals, events[index - 1]?.kind]).toEqual([need, 'counted']);
          else expect(isSilenceConsent(state, event.at)).toBe(true);
        }
        state = evolve(state, event);
      }
      expect(begun.state.steps.map(({ need }) => need)).toEqual(state.steps.map(({ need }) => need));
    });
  });

  /** Whether the deadline passed and everyone asked since the escalation had been reached, stated independently. */
  function isSilenceConsent({ steps, step, onTimeout, ...state }: DecisionState, at: number): boolean {
    const people = state.assignments.filter((one) => one.step === step);
    const since = steps[step]?.escalatedAt ?? 0;
    const unreached = people.filter(({ status, notifiedAt }) => status === 'asked' && (notifiedAt ?? at) >= at);
    return (
      onTimeout === 'approve' &&
      steps[step]?.expiresAt === at &&
      people.every(({ status }) => status !== 'denied') &&
      unreached.every(({ askedAt }) => (askedAt ?? at) < since)
    );
  }

  test('an approved decision has passed every step', () => {
    always(({ plan, events }) => {
      const passed = events.flatMap((event) => (event.kind === 'stepPassed' ? event.step : []));
      const isApproved = events.some(
        (event) => event.kind === 'resolved' && (event.status === 'approved' || event.status === 'scheduled'),
      );
      expect(passed).toEqual([...plan.steps.keys()].slice(0, passed.length));
      expect(passed.length === plan.steps.length).toBe(isApproved);
    });
  });

  test('an open step lacks approvals, can still get them, and has no veto and no request for changes', () => {
    always(({ taken }) => {
      const undecidedNoMore: DecisionState[] = [];
      for (const { state } of taken) {
        const current = state.steps[state.step];
        if (!isOpen(state.status) || !current) continue;
        const people = assignmentsIn(state, state.step);
        const approvals = countOf(state, state.step, 'approved');
        const mayAnswer = people.filter(
          ({ status }) => status === 'asked' || (status === 'waiting' && current.escalatesAt !== null),
        );
        const answered = peopleOf(people.filter(({ answeredAt }) => answeredAt !== null));
        const left = [...peopleOf(mayAnswer)].filter((person) => !answered.has(person)).length;
        const isVetoed = current.deny === 'veto' && countOf(state, state.step, 'denied') > 0;
        const isUndecided = approvals < current.need && approvals + left >= current.need && !isVetoed;
        if (!isUndecided || countOf(state, state.step, 'modified') > 0) undecidedNoMore.push(state);
      }
      expect(undecidedNoMore).toEqual([]);
    });
  });

  test('nobody counts twice in a step, under any spelling and however they got there', () => {
    always(({ end, events }) => {
      const counted = events.flatMap((event) => {
        const seat = event.kind === 'counted' && end.assignments.find(({ id }) => id === event.assignmentId);
        return seat ? `${seat.step} ${personKey(seat.approver)}` : [];
      });
      expect(new Set(counted).size).toBe(counted.length);
    });
  });
});

describe('people', () => {
  test('they are only asked in the open step of an open decision, and each at most once', () => {
    always((history) => {
      const wrong = statesOf(history).filter((state) => {
        const asked = state.assignments.filter(({ status }) => status === 'asked');
        const isTheirTurn = asked.every(({ step }) => isOpen(state.status) && step === state.step);
        return !isTheirTurn || peopleOf(asked).size < asked.length;
      });
      expect(wrong).toEqual([]);
    });
  });

  test('they only wait for a later step, or as backups for the escalation, and not once the decision is over', () => {
    always((history) => {
      const wrong = statesOf(history).filter(({ status, steps, step, assignments }) => {
        const waiting = assignments.filter((one) => one.status === 'waiting');
        const isEscalated = (steps[step]?.escalatedAt ?? null) !== null;
        const isRight = waiting.every((one) => one.step > step || (one.step === step && one.isBackup && !isEscalated));
        return !isRight || (waiting.length > 0 && !isOpen(status));
      });
      expect(wrong).toEqual([]);
    });
  });

  test('an answer that counted keeps its place to the end', () => {
    always(({ end, events }) => {
      for (const event of events) {
        if (event.kind !== 'counted') continue;
        const status = { approve: 'approved', deny: 'denied', modify: 'modified' }[event.verdict];
        const answered = { status, answeredAt: event.at, executeAt: event.executeAt };
        expect(end.assignments.find(({ id }) => id === event.assignmentId)).toMatchObject(answered);
      }
    });
  });
});

describe('time', () => {
  test('deadlines never move back, and forward only by an extension, or where backups get as long again', () => {
    always(({ taken }) => {
      for (const { before, state, events } of taken) {
        if (before.step !== state.step) continue;
        const [from, to] = [expiryOf(before), expiryOf(state)];
        if (from === to) continue;
        expect(to).toBeGreaterThan(from ?? Number.POSITIVE_INFINITY);
        const isEscalated = events.some(({ kind }) => kind === 'escalated');
        const isExtended = events.some(({ kind }) => kind === 'extended');
        const hasDoubled = isEscalated && before.steps[before.step]?.escalateAfterMs === null;
        expect(isExtended || hasDoubled).toBe(true);
      }
    });
  });

  test('an escalation is never moved', () => {
    always(({ plan, events }) => {
      let opened = 0;
      for (const event of events) {
        if (event.kind === 'stepOpened') opened = event.at;
        if (event.kind !== 'escalated') continue;
        const { escalateAfterMs, timeoutMs } = plan.steps[event.step] ?? {};
        expect(event.at).toBe(opened + (escalateAfterMs ?? timeoutMs ?? Number.NaN));
      }
    });
  });

  test('the next deadline is later than the last command, and nothing happens by itself until then', () => {
    always(({ begun, taken }) => {
      const moments = [{ result: begun, at: 0 }, ...taken.map(({ result, command }) => ({ result, at: command.at }))];
      const wrong = moments.filter(({ result: { state }, at }) => {
        const next = wakeAt(state) ?? Number.MAX_SAFE_INTEGER;
        const isQuiet = next > at && stateAt(state, next - 1) === state;
        return !isQuiet || (stateAt(state, next) === state) !== (wakeAt(state) === null);
      });
      expect(wrong).toEqual([]);
    });
  });

  test('looking at a decision never changes what becomes of it', () => {
    const looks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });
    fc.assert(
      fc.property(histories, looks, ({ taken }, shares) => {
        const looked = taken.map(({ before, since, command }) => {
          const from = Math.min(since, command.at);
          const times = shares.map((share) => from + Math.floor(share * (command.at - from))).sort((a, b) => a - b);
          return decide(times.reduce(stateAt, before), command);
        });
        expect(looked.map(endOf)).toEqual(taken.map(({ result }) => endOf(result)));
      }),
      { numRuns: RUNS },
    );
  });

  test('left alone, a decision comes to the same end, whether watched at every deadline or not at all', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        let { state } = begin(plan, 0);
        const unwatched = stateAt(state, Number.MAX_SAFE_INTEGER);
        for (let next = wakeAt(state); next !== null; next = wakeAt(state)) state = stateAt(state, next);
        expect(state).toEqual(unwatched);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('events', () => {
  test('replaying them over the plan gives the state', () => {
    always(({ plan, events, end }) => {
      expect(events.reduce(evolve, stateOfPlan(plan))).toEqual(end);
    });
  });

  test('each raises the sequence by one, and a refused command none', () => {
    always(({ plan, taken, events }) => {
      let state = stateOfPlan(plan);
      const sequences = events.map((event) => {
        state = evolve(state, event);
        return state.sequence;
      });
      expect(sequences).toEqual(events.map((_, index) => index + 1));
      const lost = taken.filter((one) => one.state.sequence !== one.before.sequence + one.events.length);
      expect(lost).toEqual([]);
    });
  });

  test('each happens at its own moment: no later than the command, and no earlier than the one before', () => {
    always(({ taken }) => {
      const wrong = taken.filter(({ since, command, events }) => {
        const times = [...events.map(({ at }) => at), command.at];
        const isInOrder = times.every((at, index) => at >= (times[index - 1] ?? 0));
        return !isInOrder && command.at >= since; // unless a process decided that had looked at the clock earlier
      });
      expect(wrong).toEqual([]);
    });
  });

  test('the state survives being stored as JSON', () => {
    always(({ end }) => {
      expect(JSON.parse(JSON.stringify(end))).toEqual(end);
    });
  });

  test('no state is changed in place', () => {
    always(({ plan, begun, taken }) => {
      const first = JSON.stringify(begun.state);
      for (const { command } of taken) decide(begun.state, command);
      expect([JSON.stringify(begun.state), begun.events.reduce(evolve, stateOfPlan(plan))]).toEqual([
        first,
        begun.state,
      ]);
    });
  });
});

test('these histories reach every status and refusal, and silence approves in some of them', () => {
  const seen = new Set<string | null>();
  for (const { end, taken, events } of fc.sample(histories, { numRuns: 1_000, seed: 1 })) {
    seen.add(end.status);
    for (const { result } of taken) seen.add(refusalIn(result));
    for (const event of events)
      if (event.kind === 'resolved') seen.add(`${event.status} via ${event.resolution.via}`);
      else seen.add(event.kind);
  }
  const statuses = ['pending', 'escalated', 'approved', 'denied', 'modified', 'scheduled', 'expired'];
  const refusals = [
    ...['ALREADY_RESOLVED', 'EXPIRED', 'ALREADY_ANSWERED', 'ALREADY_ASKED', 'NOT_AN_APPROVER', 'NO_DEADLINE'],
    ...['NOT_LATER', 'CONTENT_CHANGED', 'STEP_UNKNOWN', 'REMINDED_RECENTLY'],
  ];
  const silences = ['approved via timeout', 'denied via timeout', 'due', 'denied via cancel'];
  expect([...statuses, ...refusals, ...silences].filter((one) => !seen.has(one))).toEqual([]);
});
