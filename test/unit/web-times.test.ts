import {
  formatClock,
  formatDay,
  formatDuration,
  formatMoment,
  formatTimeLeft,
  formatTimeUntil,
} from '../../domain/time-text';
import { placeOf } from '../../domain/time-zone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const deadline = new Date('2026-03-25T14:30:00.000Z');

describe('a length of time', () => {
  test.each([
    [-5 * MINUTE, 'less than a minute'],
    [29_000, 'less than a minute'],
    [31_000, '1 minute'],
    [60 * MINUTE - 50, '60 minutes'],
    [90 * MINUTE, '90 minutes'],
    [91 * MINUTE, '1 hour 31 minutes'],
    [2 * HOUR, '2 hours'],
    [15 * HOUR + 59 * MINUTE, '15 hours'],
    [DAY - 50, '24 hours'],
    [2 * DAY + 5 * HOUR, '2 days 5 hours'],
    [3 * DAY, '3 days'],
    [30 * DAY + 23 * HOUR, '30 days'],
  ])('%d ms is said as "%s"', (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });
});

test('a deadline is said as a length of time', () => {
  expect(formatTimeUntil(deadline, new Date('2026-03-25T13:30:00.120Z'))).toBe('in 60 minutes');
  expect(formatTimeLeft(deadline, new Date('2026-03-25T13:38:00.000Z'))).toBe('52 minutes left');
});

test('a deadline that has passed is not said to be in some time', () => {
  expect(formatTimeUntil(deadline, new Date('2026-03-25T14:31:00.000Z'))).toBeNull();
  expect(formatTimeLeft(deadline, deadline)).toBe('Less than a minute left');
});

test('a moment names its day and its zone', () => {
  expect(formatMoment(deadline)).toBe('14:30 UTC, Wednesday 25 March 2026');
  expect(formatMoment(new Date('2026-04-18T07:00:00.000Z'), 'Europe/Berlin')).toBe(
    '09:00 in Berlin, Saturday 18 April 2026',
  );
});

test('midnight is 00:00 of the new day', () => {
  const midnight = new Date('2026-03-26T00:00:00.000Z');
  expect(`${formatClock(midnight)} ${formatDay(midnight)}`).toBe('00:00 Thursday 26 March 2026');
});

test('a zone is called by its place, where it has one', () => {
  expect(['America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'].map(placeOf)).toEqual([
    'Buenos Aires',
    'UTC',
    'Etc/GMT+5',
  ]);
});
