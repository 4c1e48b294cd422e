import type { Snapshot } from '../../domain/snapshot';
import { describeWait } from '../../workflows/wait-text';

const DEADLINE = Date.parse('2026-03-25T14:30:59Z');

interface Given extends Partial<Omit<Snapshot, 'outcome' | 'waitingFor'>> {
  readonly status?: Snapshot['outcome']['status'];
  readonly waitingFor?: Partial<Snapshot['waitingFor']>;
}

const textOf = ({ status = 'pending', waitingFor = {}, ...rest }: Given = {}) =>
  describeWait({
    outcome: { id: 'd', status, executeAt: null, isDue: false },
    ...{ isOver: false, wakeAt: DEADLINE, waitMs: 3_600_000, effects: [], ...rest },
    waitingFor: { step: 0, steps: 1, approvals: 1, isEscalated: false, ...waitingFor },
  });

test('an open decision waits for an approval until its next deadline', () => {
  expect(textOf()).toBe('Waiting for an approval until 2026-03-25 14:30 UTC.');
});

test('without a deadline none is mentioned', () => {
  expect(textOf({ wakeAt: null })).toBe('Waiting for an approval.');
});

test('a quorum waits for as many approvals as are missing', () => {
  expect(textOf({ wakeAt: null, waitingFor: { approvals: 2 } })).toBe('Waiting for 2 more approvals.');
});

test('with several steps the current one is named', () => {
  const text = 'Step 2 of 3: waiting for an approval until 2026-03-25 14:30 UTC.';
  expect(textOf({ waitingFor: { step: 1, steps: 3 } })).toBe(text);
});

test('after an escalation the backups are mentioned', () => {
  const text = 'Waiting for an approval until 2026-03-25 14:30 UTC; the backups have been asked.';
  expect(textOf({ status: 'escalated', waitingFor: { isEscalated: true } })).toBe(text);
});

test('a scheduled decision waits for its time', () => {
  const text = 'Approved and scheduled: waiting until 2026-03-25 14:30 UTC, then the agent is told.';
  expect(textOf({ status: 'scheduled' })).toBe(text);
});

test.each(['approved', 'denied', 'modified', 'expired', 'scheduled'] as const)(
  'a decision that is %s and over waits for nothing',
  (status) => {
    expect(textOf({ status, isOver: true, wakeAt: null })).toBe(`Over: ${status}.`);
  },
);
