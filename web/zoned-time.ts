const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether the text is a day and time as a `datetime-local` field sends it, and one that the calendar has. */
export function isWallTime(text: string): boolean {
  if (!WALL_TIME.test(text)) return false;
  const asUtc = new Date(`${text}Z`);
  return !Number.isNaN(asUtc.getTime()) && asUtc.toISOString().startsWith(text);
}

/**
 * When clocks in the zone show this day and time: the earlier moment where they show it twice, null where they skip it.
 * A zone changes its offset at most once in two days, so one of the offsets a day before and after is the right one.
 */
export function instantOf(wallTime: string, zone: string): Date | null {
  const asUtc = Date.parse(`${wallTime}Z`);
  const moments = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => asUtc - offsetAt(near, zone));
  const right = moments.filter((moment) => moment + offsetAt(moment, zone) === asUtc);
  return right.length === 0 ? null : new Date(Math.min(...right));
}

/** How far the zone's clocks are ahead of UTC at this moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const shown = new Date(0);
  shown.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
  shown.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
  return shown.getTime() - Math.floor(moment / 1000) * 1000;
}
