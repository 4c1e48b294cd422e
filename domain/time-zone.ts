/** The place that an IANA time zone is named after, such as "Berlin"; other zones keep their name. */
export function placeOf(zone: string): string {
  if (!zone.includes('/') || zone.startsWith('Etc/')) return zone;
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** Whether this machine knows a time zone of this name. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== null;
  } catch {
    return false;
  }
}
