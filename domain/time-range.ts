/** The years 1 to 9999: ISO 8601, JavaScript and PostgreSQL write them alike. */
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether every store and wire format can carry this time, in UTC. */
export const isRepresentable = (at: Date): boolean => at.getTime() >= EARLIEST && at.getTime() <= LATEST;

const MOST_YEARS_AHEAD = 10;

/** The latest time that an action can be scheduled for: ten years ahead. */
export function latestExecution(now: Date): Date {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS_AHEAD);
  return latest;
}
