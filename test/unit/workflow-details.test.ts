import { waitingFor } from '../../workflows/details';

const until = Date.parse('2026-03-25T14:30:59Z');

test.each([
  [0, 1, 'Waiting for the approver until 2026-03-25 14:30 UTC, then it expires.'],
  [0, 2, 'Waiting for the approver until 2026-03-25 14:30 UTC, then the backup is asked.'],
  [1, 2, 'Waiting for the backup until 2026-03-25 14:30 UTC, then it expires.'],
])('on rung %d of %d the operator reads: %s', (height, rungs, text) => {
  expect(waitingFor({ until }, height, rungs)).toBe(text);
});

test('without a deadline nothing is said about one', () => {
  expect(waitingFor({ until: null }, 0, 1)).toBe('Waiting for the approver.');
});

test('a scheduled decision waits for its time', () => {
  const text = 'Approved for later: waiting until 2026-03-25 14:30 UTC, then the agent is told.';
  expect(waitingFor({ until }, -1, 0)).toBe(text);
});
