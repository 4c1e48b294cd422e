import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../platform/config';

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
])('%s=%s is refused, and the error names the variable', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(`Configuration: ${name}: `);
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
