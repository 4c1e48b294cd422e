import { placeOf } from './time-zone';

/** Times as people read them: always said twice, once as a length and once on the clock, and always with the zone. */

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * A length in milliseconds, in words: "less than a minute", "52 minutes", "3 hours 20 minutes", "15 hours", "3 days".
 * Rounded to the minute; the smaller unit is left out, never rounded up, once it matters little.
 */
export function formatDuration(milliseconds: number): string {
  const minutes = Math.round(Math.max(0, milliseconds) / MINUTE);
  if (minutes === 0) return 'less than a minute';
  if (minutes <= 90) return count(minutes, 'minute');
  if (minutes < 2 * DAY) return inTwo(minutes, [HOUR, 'hour'], [1, 'minute']);
  return inTwo(minutes, [DAY, 'day'], [HOUR, 'hour']);
}

type Unit = readonly [minutes: number, name: string];

function inTwo(minutes: number, [size, name]: Unit, [smallSize, smallName]: Unit): string {
  const whole = Math.floor(minutes / size);
  const rest = Math.floor((minutes % size) / smallSize);
  return whole < 4 && rest > 0 ? `${count(whole, name)} ${count(rest, smallName)}` : count(whole, name);
}

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`;

/** "14:30" */
export function formatClock(at: Date, zone = 'UTC'): string {
  const { hour, minute } = partsOf(at, zone);
  return `${hour}:${minute}`;
}

/** "Wednesday 25 March 2026" */
export function formatDay(at: Date, zone = 'UTC'): string {
  const { weekday, day, month, year } = partsOf(at, zone);
  return `${weekday} ${day} ${month} ${year}`;
}

/** "14:30 UTC, Wednesday 25 March 2026", or in a zone "09:00 in Berlin, Saturday 18 April 2026". */
export function formatMoment(at: Date, zone = 'UTC'): string {
  return `${formatClock(at, zone)} ${zone === 'UTC' ? 'UTC' : `in ${placeOf(zone)}`}, ${formatDay(at, zone)}`;
}

/** "in 60 minutes"; null once it is past. */
export function formatTimeUntil(deadline: Date, now: Date): string | null {
  const milliseconds = deadline.getTime() - now.getTime();
  return milliseconds > 0 ? `in ${formatDuration(milliseconds)}` : null;
}

/** "52 minutes left" */
export function formatTimeLeft(deadline: Date, now: Date): string {
  return `${capitalize(formatDuration(deadline.getTime() - now.getTime()))} left`;
}

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g;

/** A text of the API with its times as people read them: "09:00 in Berlin on Saturday 18 April 2026". */
export const localizeTimes = (text: string, zone: string): string =>
  text.replace(INSTANT, (instant) => formatMoment(new Date(instant), zone).replace(', ', ' on '));

/** The text with its first letter as a sentence has it. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function partsOf(at: Date, zone: string): Readonly<Record<string, string>> {
  const format = zone === 'UTC' ? IN_UTC : formatIn(zone);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** Made once: making one takes longer than all that is done with it. */
const IN_UTC = formatIn('UTC');
