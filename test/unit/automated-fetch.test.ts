import { isAutomatedFetch } from '../../api/automated-fetch';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const get = (headers: Record<string, string>) => isAutomatedFetch({ method: 'GET', headers });

test('a HEAD request is automated, whatever sends it', () => {
  expect(isAutomatedFetch({ method: 'HEAD', headers: { 'user-agent': CHROME } })).toBe(true);
});

test.each([
  ['sec-purpose', 'prefetch'],
  ['sec-purpose', 'prefetch;prerender'],
  ['purpose', 'Prefetch'],
  ['purpose', 'preview'],
  ['x-purpose', 'preview'],
  ['x-moz', 'prefetch'],
])('a prefetch with %s: %s is automated', (name, value) => {
  expect(get({ 'user-agent': CHROME, [name]: value })).toBe(true);
});

test.each([
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  'TelegramBot (like TwitterBot)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.5095; Pro)',
  'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  'BarracudaCentral/1.0',
  'Mozilla/5.0 (compatible; Mimecast URL scanner)',
])('the scanner or preview "%s" is automated', (userAgent) => {
  expect(get({ 'user-agent': userAgent })).toBe(true);
});

test.each([
  CHROME,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 9; CUBOT) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0',
])('the browser "%s" is a person', (userAgent) => {
  expect(get({ 'user-agent': userAgent, 'sec-fetch-mode': 'navigate' })).toBe(false);
});

test('a request that does not say what sends it counts as a person', () => {
  expect(get({})).toBe(false);
});

test('a user agent of any length is judged at once', () => {
  const started = performance.now();
  expect(get({ 'user-agent': 'cu'.repeat(5_000_000) })).toBe(false);
  expect(performance.now() - started).toBeLessThan(200);
});
