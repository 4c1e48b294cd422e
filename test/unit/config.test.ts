import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { configWarnings, readConfig } from '../../platform/config';

const SECRET = 'thirty-two characters, or even more';
const DATABASE_URL = 'postgresql://localhost/handover';
const read = (over: NodeJS.ProcessEnv = {}) => readConfig({ DATABASE_URL, HANDOVER_SECRET: SECRET, ...over });

test('what is not given has its documented default', () => {
  expect(read()).toMatchObject({
    PORT: 3000,
    PUBLIC_URL: 'http://localhost:3000',
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    HANDOVER_ALLOW_PRIVATE_CALLBACKS: false,
    STORAGE_URL: 'file:',
    LOG_LEVEL: 'info',
  });
});

test.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '3000.5'],
  ['PUBLIC_URL', 'handover.example.com'],
  ['PUBLIC_URL', 'ftp://handover.example.com'],
  ['HANDOVER_SECRET', 'too short'],
  ['STORAGE_URL', 'files'],
  ['STORAGE_URL', 's3://bucket?key=x'],
  ['HANDOVER_ENCRYPTION_KEY', 'bm90IDMyIGJ5dGVz'],
  ['HANDOVER_OWNER_EMAIL', 'the owner'],
  ['HANDOVER_DEFAULT_TIER', 'gold'],
  ['HANDOVER_ALLOW_PRIVATE_CALLBACKS', 'yes'],
  ['HANDOVER_RECONCILE_SECONDS', '0'],
  ['HANDOVER_MAX_OPEN_PER_KEY', 'many'],
  ['METRICS_PORT', '-1'],
  ['DATABASE_URL', 'mysql://localhost/handover'],
  ['LOG_LEVEL', 'loud'],
  ['SENDGRID_API_URL', 'sendgrid'],
  ['SMTP_URL', 'http://localhost'],
  ['PORT', '0x50'],
  ['PORT', ' 80'],
  ['HOST', 'http://0.0.0.0'],
  ['HOST', '0.0.0.0:3000'],
  ['HOST', '256.0.0.1'],
  ['PUBLIC_URL', 'https://example.com/handover'],
  ['PUBLIC_URL', 'https://example.com/?a=b'],
  ['PUBLIC_URL', 'https://example.com/#a'],
  ['PUBLIC_URL', 'https://user:password@example.com'],
  ['PUBLIC_URL', 'https://example.com:0'],
  ['PUBLIC_URL', 'https:example.com'],
  ['TRUST_PROXY', 'yes'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', '10.0.0.1, proxy'],
  ['HANDOVER_ENCRYPTION_KEY', 'not base64, but thirty-two bytes'],
  ['HANDOVER_RECONCILE_SECONDS', '1e9'],
  ['HANDOVER_RECONCILE_SECONDS', '86401'],
  ['HANDOVER_MAX_OPEN_PER_KEY', '2147483648'],
  ['HANDOVER_RETENTION_DAYS', '36501'],
  ['HANDOVER_RETENTION_DAYS', '99999999999999999999'],
  ['METRICS_PORT', '3000'],
  ['DATABASE_URL', 'postgresql:handover'],
  ['DATABASE_URL', 'postgresql://'],
  ['DATABASE_URL', 'postgresql://u:pass#word@localhost/handover'],
  ['DATABASE_URL', 'postgresql://localhost:0/handover'],
  ['TEMPORAL_ADDRESS', 'http://localhost:7233'],
  ['TEMPORAL_ADDRESS', 'localhost:70000'],
  ['TEMPORAL_ADDRESS', 'localhost:0'],
  ['TEMPORAL_ADDRESS', 'two words:7233'],
  ['TEMPORAL_NAMESPACE', 'two words'],
  ['TEMPORAL_TLS_CA', '/nowhere/ca.pem'],
  ['TEMPORAL_TLS_CA', '/'],
  ['TEMPORAL_TLS_SERVER_NAME', 'https://temporal.example.com'],
  ['SENDGRID_API_KEY', 'a key'],
  ['SENDGRID_API_URL', 'https://key@example.com'],
  ['SMTP_URL', 'smtp:localhost'],
  ['SMTP_URL', 'smtps://user:pass#word@localhost'],
  ['SLACK_API_URL', 'slack.com/api'],
  ['SLACK_SIGNING_SECRET', 'ü'],
  ['MAIL_FROM', 'Approvals'],
  ['MAIL_FROM', 'Approvals <approvals>'],
  ['MAIL_FROM', 'a@company.com, b@company.com'],
  ['MAIL_FROM', 'Acme, Inc. <approvals@company.com>'],
  ['MAIL_FROM', 'a@company.com\r\nBcc: b@company.com'],
  ['MAIL_FROM', '<approvals@company.com> Approvals'],
  ['MAIL_REPLY_TO', 'nobody'],
])('%s=%s is refused, and the error names the variable', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(`Configuration: ${name}: `);
});

test.each([
  ['HOST', '::'],
  ['HOST', 'localhost'],
  ['PUBLIC_URL', 'http://192.168.1.5:3000'],
  ['TRUST_PROXY', '2'],
  ['TRUST_PROXY', 'loopback, 10.0.0.0/8,2001:db8::/32, 192.0.2.1'],
  ['DATABASE_URL', 'postgresql:///handover?host=/var/run/postgresql'],
  ['DATABASE_URL', 'postgres://u:p%23@db.internal:6432/handover?sslmode=require'],
  ['TEMPORAL_ADDRESS', 'temporal'],
  ['TEMPORAL_ADDRESS', '[::1]:7233'],
  ['TEMPORAL_ADDRESS', 'name.acct.tmprl.cloud:7233'],
  ['SMTP_URL', 'smtps://user%40company.com:p%23@mail.company.com:465'],
  ['SLACK_API_URL', 'http://127.0.0.1:9000/api'],
  ['MAIL_FROM', 'approvals@company.com'],
  ['MAIL_FROM', '"Acme, Inc." <approvals@company.com>'],
  ['MAIL_FROM', 'Grüße Inc. <approvals@bücher.example>'],
  ['MAIL_FROM', '<approvals@company.com>'],
])('%s=%s is accepted', (name, value) => {
  expect(read({ [name]: value })).toMatchObject({ [name]: value });
});

test('files of certificates must be readable, and the error says which one is not', () => {
  const files = { TEMPORAL_TLS_CERT: __filename, TEMPORAL_TLS_KEY: '/nowhere/key.pem' };
  expect(() => read(files)).toThrow(
    "Configuration: TEMPORAL_TLS_KEY: names a file that can't be read: /nowhere/key.pem",
  );
});

test('a free port needs the public address, because the default one would lead nowhere', () => {
  expect(() => read({ PORT: '0' })).toThrow('Configuration: PUBLIC_URL: is needed with PORT=0');
});

test('in production everything that is missing is named at once', () => {
  const production = { DATABASE_URL, NODE_ENV: 'production' };
  expect(() => readConfig(production)).toThrow(/HANDOVER_SECRET: is required.*; PUBLIC_URL: is required in production/);
  expect(() => read({ NODE_ENV: 'production' })).toThrow('Configuration: PUBLIC_URL: is required in production');
});

describe('warnings', () => {
  const SLACK = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_SIGNING_SECRET: 's' };
  const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://example.com' };
  const SMTP_URL = 'smtp://localhost';

  test.each([
    ['production without a way to send mail', production, 'SMTP_URL or SENDGRID_API_KEY, and MAIL_FROM'],
    ['two ways to send mail', { SMTP_URL, SENDGRID_API_KEY: 'k' }, 'SMTP_URL is ignored'],
    ['half of a Slack app', { SLACK_CLIENT_ID: '1.2' }, 'set SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET too'],
  ])('%s is worth one', (_what, env, words) => {
    expect(configWarnings(read(env))).toEqual([expect.stringContaining(words)]);
  });

  test('development without mail, or production with it, is worth none', () => {
    expect(configWarnings(read())).toEqual([]);
    expect(configWarnings(read({ ...production, ...SLACK, SMTP_URL }))).toEqual([]);
  });
});

test('a variable that is needed and missing is called missing', () => {
  expect(() => readConfig({ HANDOVER_SECRET: SECRET })).toThrow('Configuration: DATABASE_URL: is missing');
});

test('every variable at fault is named at once', () => {
  expect(() => read({ PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/PORT: .*; LOG_LEVEL: /);
});

test.each([
  ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY'],
  ['TEMPORAL_DEPLOYMENT', 'BUILD_ID'],
])('%s and %s go together: the one that is missing is named', (one, other) => {
  expect(() => read({ [one]: 'x' })).toThrow(`Configuration: ${other}: is needed together with ${one}`);
  expect(() => read({ [other]: 'x' })).toThrow(`Configuration: ${one}: is needed together with ${other}`);
});

test('an empty variable counts as not given', () => {
  expect(read({ PORT: '', LOG_LEVEL: '' })).toMatchObject({ PORT: 3000, LOG_LEVEL: 'info' });
});

test('the public URL loses the slash at its end, and follows the port where it is not given', () => {
  expect(read({ PUBLIC_URL: 'https://handover.example.com/' }).PUBLIC_URL).toBe('https://handover.example.com');
  expect(read({ PORT: '8080' }).PUBLIC_URL).toBe('http://localhost:8080');
});

describe('the secret', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handover-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const HANDOVER_DATA_DIR = path.join(folder, 'data');

  test('must be given in production, and the error says how to make one', () => {
    const production = { DATABASE_URL, HANDOVER_DATA_DIR, NODE_ENV: 'production' };
    expect(() => readConfig(production)).toThrow(/HANDOVER_SECRET: is required in production.*openssl rand/);
  });

  test('is made once elsewhere, kept, and readable by its owner alone', () => {
    const { HANDOVER_SECRET } = readConfig({ DATABASE_URL, HANDOVER_DATA_DIR });
    expect(HANDOVER_SECRET.length).toBeGreaterThanOrEqual(32);
    expect(readConfig({ DATABASE_URL, HANDOVER_DATA_DIR }).HANDOVER_SECRET).toBe(HANDOVER_SECRET);
    const file = path.join(HANDOVER_DATA_DIR, 'secret');
    expect(readFileSync(file, 'utf8')).toBe(HANDOVER_SECRET);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
