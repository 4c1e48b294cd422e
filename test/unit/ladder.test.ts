import fc from 'fast-check';
import { type Asked, askedAt, firstExpiry, ladderOf, lastDeadline } from '../../contract/ladder';
import { ASKED_AT, minutesIn } from '../support/sample-decision';

const APPROVER = 'sarah@company.com';
const BACKUP = 'ben@company.com';

const asked = (over: Partial<Asked> = {}): Asked => ({
  approver: APPROVER,
  backupApprover: null,
  createdAt: ASKED_AT,
  timeoutMinutes: 60,
  escalateAfterMinutes: null,
  ...over,
});
/** The ladder as minutes after the decision was asked. */
const minutesOf = (decision: Asked): readonly (number | null)[] =>
  ladderOf(decision).map(({ until }) => until && (until - ASKED_AT.getTime()) / 60_000);

test.each([
  ['the approver alone, for the timeout', {}, [60]],
  ['the approver alone, for ever', { timeoutMinutes: null }, [null]],
  ['a backup without an escalation time: each has the whole timeout', { backupApprover: BACKUP }, [60, 120]],
  [
    'a backup and an escalation time: the backup has the rest',
    { backupApprover: BACKUP, escalateAfterMinutes: 15 },
    [15, 60],
  ],
  [
    'an escalation time and no end: the backup has for ever',
    { backupApprover: BACKUP, escalateAfterMinutes: 15, timeoutMinutes: null },
    [15, null],
  ],
  [
    'a backup, no escalation time, no end: never leaves the approver',
    { backupApprover: BACKUP, timeoutMinutes: null },
    [null],
  ],
  ['half a minute is thirty seconds', { timeoutMinutes: 0.5 }, [0.5]],
] as const)('%s', (_what, over, minutes) => {
  expect(minutesOf(asked(over))).toEqual(minutes);
});

test('the first rung asks the approver, the second the backup, and nobody else the approver again', () => {
  expect([0, 1].map((height) => askedAt(asked({ backupApprover: BACKUP }), height))).toEqual([APPROVER, BACKUP]);
  expect(askedAt(asked(), 1)).toBe(APPROVER);
});

test('answers count until the end of the last rung', () => {
  expect(lastDeadline(asked({ backupApprover: BACKUP }))).toEqual(minutesIn(120));
  expect(lastDeadline(asked({ backupApprover: BACKUP, escalateAfterMinutes: 15 }))).toEqual(minutesIn(60));
  expect(lastDeadline(asked({ timeoutMinutes: null }))).toBeNull();
});

test('before an escalation it expires the timeout after it was asked, whoever is asked later', () => {
  expect(firstExpiry(asked({ backupApprover: BACKUP }))).toEqual(minutesIn(60));
  expect(firstExpiry(asked({ timeoutMinutes: null }))).toBeNull();
});

test('every rung ends after the one before it, at a whole millisecond', () => {
  const minutes = fc.double({ min: 0.001, max: 525_600, noNaN: true });
  const shape = fc
    .record({ timeoutMinutes: fc.option(minutes), share: fc.option(fc.double({ min: 0.1, max: 0.9, noNaN: true })) })
    .map(({ timeoutMinutes, share }) =>
      asked({ timeoutMinutes, backupApprover: BACKUP, escalateAfterMinutes: share && share * (timeoutMinutes ?? 1) }),
    );
  fc.assert(
    fc.property(shape, (decision) => {
      const ends = ladderOf(decision).map(({ until }) => until ?? Number.MAX_SAFE_INTEGER);
      return ends.every((end, index) => Number.isInteger(end) && end >= (ends[index - 1] ?? ASKED_AT.getTime()));
    }),
  );
});
