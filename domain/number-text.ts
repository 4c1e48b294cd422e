/** Longer than any number that a double can hold exactly in its shortest form. */
const LONGEST = 400;
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** The number that a text spells in digits; null if it spells none, or one that is too large. */
export function readNumber(text: string): number | null {
  if (text.length > LONGEST || !NUMBER.test(text.trim())) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** Whether a double keeps every digit of this number: "9007199254740993" and "1e400" become other numbers. */
export function isExact(text: string): boolean {
  const number = Number(text);
  return Number.isFinite(number) && digitsOf(text) === digitsOf(String(number));
}

/** The significant digits, and the power of ten of the first one: the same for all spellings of one number. */
function digitsOf(text: string): string {
  const [mantissa = '', exponent = '0'] = text.trim().toLowerCase().replace(/^[-+]/, '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first < 0) return '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return `${digits.slice(first, end)}e${BigInt(exponent) + BigInt(whole.length - first)}`;
}
