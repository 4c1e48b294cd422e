import { monthOf } from '../../accounts/quota';
import { tierOf } from '../../accounts/tiers';
import { networkOf } from '../../platform/client-network';
import { readConfig } from '../../platform/config';
import { openDb } from '../../store/db';

const tier = (env: NodeJS.ProcessEnv = {}) =>
  tierOf(
    readConfig({
      DATABASE_URL: 'postgresql://localhost/handover',
      HANDOVER_SECRET: 'thirty-two characters, or even more',
      ...env,
    }),
  );
const MINUTE = 60;

test('whoever runs it themselves has no quota, and no limit but the one on the page per address [C35]', () => {
  const page = { times: 300, seconds: MINUTE };
  const rates = { create: null, read: null, page, account: null, keys: null };
  const name = 'self_hosted';
  expect(tier()).toEqual({ name, decisionsPerMonth: null, approvers: null, escalation: true, slack: true, rates });
});

test.each([
  ['free', 10, 'owner'],
  ['pro', 100, { most: 2, per: 'workspace' }],
  ['scale', 500, { most: 3, per: 'key' }],
  ['enterprise', null, null],
])(
  'the tier %s has its documented numbers [h.q.free, h.q.pro, h.q.scale, h.q.ent]',
  (name, decisionsPerMonth, approvers) => {
    const thirty = { times: 30, seconds: MINUTE };
    const rates = { create: thirty, read: thirty, page: thirty, account: thirty, keys: { times: 10, seconds: 3_600 } };
    expect(tier({ HANDOVER_DEFAULT_TIER: name })).toMatchObject({ decisionsPerMonth, approvers, rates });
  },
);

test('every number can be set, and the others stay', () => {
  const set = 'decisions_per_month=250, approvers=5/key, create=60/1m,read=3/2s,page=none,account=9/h, keys=none';
  const { decisionsPerMonth, approvers, rates, slack } = tier({ HANDOVER_DEFAULT_TIER: 'pro', HANDOVER_LIMITS: set });
  expect([decisionsPerMonth, approvers, slack]).toEqual([250, { most: 5, per: 'key' }, false]);
  const [create, read, account] = [
    { times: 60, seconds: MINUTE },
    { times: 3, seconds: 2 },
    { times: 9, seconds: 3_600 },
  ];
  expect(rates).toEqual({ create, read, page: null, account, keys: null });
  const lifted = tier({ HANDOVER_DEFAULT_TIER: 'free', HANDOVER_LIMITS: 'decisions_per_month=none,approvers=none' });
  expect(lifted).toMatchObject({ decisionsPerMonth: null, approvers: null, rates: { create: { times: 30 } } });
});

test.each([
  ['create=60', 'HANDOVER_LIMITS.create: must be like 30/1m (s, m or h), or none'],
  ['create=0/1m', 'HANDOVER_LIMITS.create: '],
  ['create', 'HANDOVER_LIMITS.create: '],
  ['create=1/1m=1', 'HANDOVER_LIMITS.create: '],
  ['read=30/1d', 'HANDOVER_LIMITS.read: '],
  ['decisions_per_month=-1', 'HANDOVER_LIMITS.decisions_per_month: must be a number from 1 up, or none'],
  ['approvers=3', 'HANDOVER_LIMITS.approvers: must be owner, or like 3/key or 2/workspace, or none'],
  ['logins=30/1m', 'HANDOVER_LIMITS: Unrecognized key: "logins"'],
])('HANDOVER_LIMITS=%s is refused, and the error says what is wrong', (value, message) => {
  expect(() => tier({ HANDOVER_LIMITS: value })).toThrow(`Configuration: ${message}`);
});

test('while the database is away each process counts for itself', async () => {
  const db = openDb('postgresql://127.0.0.1:1/nowhere');
  const count = db.counter('page', { times: 2, seconds: MINUTE });
  const counts = [await count('a'), await count('a'), await count('a'), await count('b')];
  expect(counts.map(({ refused, left }) => [refused, left])).toEqual([
    [false, 1],
    [false, 0],
    [true, 0],
    [false, 1],
  ]);
  await db.$disconnect();
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['what a proxy wrote', 'unknown'],
  [undefined, 'unknown'],
])('the client at %s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ['2026-11-01T00:00:00.000Z', '2026-11-01', '2026-12-01'],
  ['2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
  ['2028-02-29T12:00:00.000Z', '2028-02-01', '2028-03-01'],
])('%s lies in the month from %s until %s, in UTC', (at, from, until) => {
  expect(monthOf(new Date(at))).toEqual({ from: new Date(from), until: new Date(until) });
});
