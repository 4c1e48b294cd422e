/** A time as replies show it: ISO 8601 in UTC with milliseconds; null stays null. */
export const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
