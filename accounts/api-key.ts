import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'ho_live_';
const RANDOM = 30;
const CHECKSUM = 6;
const FORM = new RegExp(`^${PREFIX}[${ALPHABET}]{${RANDOM + CHECKSUM}}$`);

/** A new API key: `ho_live_`, 30 random base62 characters, 6 of checksum. */
export function newApiKey(): string {
  const random = Array.from({ length: RANDOM }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${PREFIX}${random}${checksum(random)}`;
}

/** Whether a text can be one of our keys: a wrong checksum is told without a look into the database. */
export function isWellFormedKey(key: string): boolean {
  if (!FORM.test(key)) return false;
  const random = key.slice(PREFIX.length, PREFIX.length + RANDOM);
  return key.endsWith(checksum(random));
}

/** What a list shows of a key. */
export const prefixOf = (key: string): string => key.slice(0, PREFIX.length + 4);

function checksum(random: string): string {
  let rest = crc32(random);
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / ALPHABET.length)) text = ALPHABET[rest % ALPHABET.length] + text;
  return text.padStart(CHECKSUM, '0');
}
