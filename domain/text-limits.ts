/** Why a text does not fit, or null; lengths are UTF-16 units, as JavaScript and HTML count them. */
export const faultInLength = (text: string, max: number): string | null =>
  text.length > max ? `must be at most ${groupDigits(max)} characters (got ${groupDigits(text.length)})` : null;

/** "2,000" */
export const groupDigits = (number: number): string => number.toLocaleString('en-US');
