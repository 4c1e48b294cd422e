import { z } from 'zod';
import { quote } from '../domain/quote';

/** A URL that requests can be sent to. Parts that would be dropped silently are refused. */
export const httpUrl = z
  .string()
  .max(2_048, 'must be at most 2,048 characters')
  .superRefine((text, context) => {
    const fault = faultIn(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({ format: 'uri' });

/** What is in the way of requesting exactly this URL, or null. */
function faultIn(text: string): string | null {
  const [, authority = ''] = /^https?:\/\/([^/?#\\]*)/i.exec(text) ?? [];
  // The text itself is not repeated here: it may contain a password.
  if (authority.includes('@')) return 'must not contain a user name or password';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URL parsers drop some of them without a word
  if (/[\s\x01-\x1f\x7f\\]/.test(text)) return 'must not contain spaces, control characters or backslashes';
  if (text.includes('#')) return 'must not contain a fragment (#…): it would never be sent';
  if (!authority || !URL.canParse(text)) return `must be an http or https URL (got ${quote(text)})`;
  const { hostname, port } = new URL(text);
  if (port === '0') return 'must not use port 0';
  return isHost(hostname) ? null : `must have a valid host name (got ${quote(hostname)})`;
}

/** An address, or a name that DNS can hold: labels of 1 to 63 characters, 253 in all. */
const isHost = (host: string): boolean =>
  host.startsWith('[') || (host.length <= 254 && /^[^.]{1,63}(\.[^.]{1,63})*\.?$/.test(host));
