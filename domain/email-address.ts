import { foldCase } from './fold-case';

/** RFC 5321 allows 64 octets before the @ and 254 in all. */
const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;
/** Letters, digits and the signs of RFC 5322's atoms; other scripts as in RFC 6531. */
const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
const DOMAIN_CHARACTERS = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

interface Parts {
  readonly local: string;
  /** In lower case, other scripts as punycode. */
  readonly domain: string;
}

/** Whether the text is an e-mail address, in any script. */
export const isEmailAddress = (text: string): boolean => partsOf(text) !== null;

/**
 * What is equal for all spellings of one address: without case, and with the domain as punycode. Null if it is no
 * address. A local part that only looks like an ASCII one without case, such as "ſarah", stays a different one: answers
 * are accepted by address.
 */
export function emailKey(text: string): string | null {
  const parts = partsOf(text);
  if (!parts) return null;
  const { local, domain } = parts;
  const folded = foldCase(local.normalize('NFC'));
  return `${isAscii(folded) && !isAscii(local) ? local : folded}@${domain}`;
}

function partsOf(text: string): Parts | null {
  if (text.length > LONGEST) return null;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  if (local.length > LONGEST_LOCAL_PART || !local.split('.').every((atom) => ATOM.test(atom))) return null;
  const domain = toAsciiDomain(text.slice(at + 1));
  return domain === null ? null : { local, domain };
}

/** A domain with at least two labels, or null. */
function toAsciiDomain(text: string): string | null {
  if (!DOMAIN_CHARACTERS.test(text)) return null;
  const labels = hostOf(text).split('.');
  const isDomain =
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && /^[a-z]/.test(labels.at(-1) ?? '');
  return isDomain ? labels.join('.') : null;
}

/** As URLs have it, in lower case and punycode; empty if it cannot be one. */
function hostOf(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return '';
  }
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);
