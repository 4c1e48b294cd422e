import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Kinds of values that settings have. Each refuses what could not work later, and says what to write instead. */

/** A whole number between two bounds, inclusive, in decimal digits. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

export const port = wholeNumber(0, 65_535);

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A URL with a host and without parts that would be ignored. */
export const urlOf = (...protocols: readonly string[]) =>
  z.string().superRefine((text, context) => {
    const fault = urlFault(text, protocols);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

/** The address of an HTTP API, without the slashes at its end. */
export const httpUrl = urlOf('http', 'https')
  .refine((text) => !/[?@]/.test(text), 'must not have a query or a user name')
  .transform((text) => text.replace(/\/+$/, ''));

/** The origin that browsers see: links, forms and redirects on our pages start at its root. */
export const origin = httpUrl.refine(
  (text) => URL.canParse(text) && new URL(text).pathname === '/',
  'must not have a path: Handover needs a host name or port of its own',
);

function urlFault(text: string, protocols: readonly string[]): string | null {
  const forms = protocols.map((protocol) => `${protocol}://`).join(' or ');
  if (!protocols.some((protocol) => text.toLowerCase().startsWith(`${protocol}://`))) return `must begin with ${forms}`;
  if (/\s/.test(text)) return 'must not contain spaces';
  if (text.includes('#')) return 'must not contain #: write it as %23';
  if (!URL.canParse(text))
    return 'is not a URL: check the host name and port, and encode special characters in the password';
  const { hostname, port: number, searchParams } = new URL(text);
  if (!hostname && !searchParams.get('host')) return 'must have a host name';
  return number === '0' ? 'must not use port 0' : null;
}

/** Where a server listens: an address of this machine, or a name for one. */
export const host = z.string().refine(isHost, 'must be an IP address or a host name, without http:// and port');

/** `host`, `host:port` or `[IPv6]:port`. */
export const hostAndPort = z.string().refine((text) => {
  const [, name = '', number = '1'] = /^(\[[^\]]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  return isHost(name.replace(/^\[|\]$/g, '')) && Number(number) > 0 && Number(number) <= 65_535;
}, 'must be like 127.0.0.1:7233 or temporal.example.com:7233, without http://');

function isHost(text: string): boolean {
  if (isIP(text)) return true;
  const isNumeric = /^[\d.]+$/.test(text); // an IPv4 address with a mistake in it
  return (
    !isNumeric &&
    text.length <= 253 &&
    /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(text)
  );
}

const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** A number of proxies, `true`, or the proxies' addresses and networks, as Express takes them. */
export const trustedProxies = z
  .string()
  .refine(
    (text) =>
      /^\d{1,2}$/.test(text) ||
      text === 'true' ||
      text === 'false' ||
      text.split(',').every((one) => isNetwork(one.trim())),
    `must be a number of proxies, true, false, or addresses like 10.0.0.0/8, separated by commas (also ${RANGES.join(', ')})`,
  );

const isNetwork = (text: string): boolean =>
  RANGES.includes(text) || isIP(text) !== 0 || (/^[\da-f.:]+\/\d+$/i.test(text) && ipaddr.isValidCIDR(text));

/** A name without white space, such as a namespace or a key. */
export const word = z.string().regex(/^[!-~]+$/, 'must not contain spaces or characters outside ASCII');

/** `Name <address>`, or an address alone. */
export const mailbox = z.string().refine((text) => addressIn(text) !== null, {
  error: 'must be an e-mail address, or a name with one, like Handover <handover@example.com>',
});

/** The address in a mailbox; null for anything else, such as a name alone, two addresses, or a name that needs quotes. */
function addressIn(text: string): string | null {
  const [, quoted, plain, inBrackets, alone] =
    /^\s*(?:(?:"([^"\\\r\n]*)"|([^"<>@,;:\\()[\]\r\n]*?))\s*<([^<>\s]+)>|([^<>\s]+))\s*$/.exec(text) ?? [];
  const address = alone ?? inBrackets ?? '';
  const [, local, domain = ''] = /^(.+)@([^@]+)$/.exec(address) ?? [];
  const isNamed = quoted !== undefined || plain !== undefined || alone !== undefined;
  return isNamed &&
    z
      .email()
      .max(254)
      .safeParse(`${local}@${domainToASCII(domain)}`).success
    ? address
    : null;
}
