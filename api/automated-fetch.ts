import type { IncomingHttpHeaders } from 'node:http';

/** Names of mail scanners, link previews and crawlers, as they occur in their user agents. */
const PROGRAMS = [
  ...['(?<!cu)bot\\b', 'crawl(er|ing)', 'spider', 'slurp', 'preview', 'unfurl', 'urlscan', 'link-?check'], // Cubot is a phone
  ...['facebookexternalhit', 'whatsapp/', 'microsoft office', 'ms-office', 'google-(safety|inspectiontool|read-aloud)'],
  ...[
    'googleimageproxy',
    'feedfetcher',
    'yahoomailproxy',
    'barracuda',
    'proofpoint',
    'mimecast',
    'safelinks',
    'symantec',
  ],
  ...['messagelabs', 'fireeye', 'trendmicro', 'forcepoint', 'ironport', 'zscaler', 'cloudmark', 'avanan', 'fortiguard'],
  ...['bitdefender', 'virustotal', 'phishtank', 'netcraft', 'paloaltonetworks'],
];
const PROGRAM = new RegExp(PROGRAMS.join('|'), 'i');
/** Long enough for any user agent, so that matching stays cheap. */
const MAX_USER_AGENT = 1_000;
/** `Sec-Purpose` is a list such as `prefetch;prerender`; the others are what browsers and proxies sent before it. */
const PURPOSES = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/**
 * Whether a program rather than a person requests a page: by HEAD, as a prefetch, or as a known scanner. Such a request
 * shows that a link was fetched, not that anyone opened it. Scanners that pose as browsers cannot be told apart.
 */
export function isAutomatedFetch({ headers, method }: { headers: IncomingHttpHeaders; method: string }): boolean {
  const isPrefetch = PURPOSES.some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? '')));
  const userAgent = headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? '';
  return method === 'HEAD' || isPrefetch || PROGRAM.test(userAgent);
}
