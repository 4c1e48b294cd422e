import { httpUrl } from '../../contract/http-url';

test.each([
  'http://example.com',
  'https://example.com:8443/hooks?a=b&c=d@e',
  'https://xn--bcher-kva.example/',
  'https://bücher.example/',
  'http://127.0.0.1:3000/',
  'http://[::1]:3000/',
  'https://example.com./',
])('%s is accepted as written', (url) => {
  expect(httpUrl.parse(url)).toBe(url);
});

test.each([
  ['example.com', 'must be an http or https URL'],
  ['ftp://example.com', 'must be an http or https URL'],
  ['http:example.com', 'must be an http or https URL'],
  [' http://example.com', 'must not contain spaces'],
  ['http://user:password@example.com/', 'must not contain a user name or password'],
  ['http://user@example.com/', 'must not contain a user name or password'],
  ['http://@example.com/', 'must not contain a user name or password'],
  ['http://example.com:0/', 'must not use port 0'],
  ['http://example.com/#part', 'must not contain a fragment'],
  ['http://example.com/#', 'must not contain a fragment'],
  ['http://exa\tmple.com/', 'must not contain spaces, control characters or backslashes'],
  ['http://example.com/a b', 'must not contain spaces, control characters or backslashes'],
  ['http://example.com\\@127.0.0.1/', 'must not contain spaces, control characters or backslashes'],
  ['http://a..b/', 'must have a valid host name'],
  [`http://${'a'.repeat(64)}.com/`, 'must have a valid host name'],
  [`http://${'a.'.repeat(130)}com/`, 'must have a valid host name'],
])('%j is refused: it %s', (url, fault) => {
  const result = httpUrl.safeParse(url);
  expect(result.error?.issues.map(({ message }) => message).join()).toContain(fault);
  expect(JSON.stringify(result.error?.issues)).not.toContain('password@');
});
