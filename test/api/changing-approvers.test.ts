import type { ApiClient } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { newKey } from '../support/keys';
import { linkIn } from '../support/mailbox';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

let tests = 0;
/** Addresses that no other test writes to. */
const newPeople = (...names: string[]) => {
  tests += 1;
  return names.map((name) => `${name}${tests}@company.com`) as [string, string, string, string];
};
const ask = (over: Record<string, unknown>) => handover.ask({ approver: undefined, ...over });
type Change = 'extend' | 'approvers' | 'reassign' | 'remind';
const change = (id: string, what: Change, body: Record<string, unknown>, client: ApiClient = handover) =>
  client.call('POST', `/decisions/${id}/${what}`, body);
const resolve = (id: string, resolved_by: string, action = 'approve') => handover.answer(id, { action, resolved_by });
const peopleIn = async (id: string, step = 0) =>
  (await handover.get(id)).steps[step]?.approvers.map((one) => `${one.approver} ${one.status}`);
const typesOf = async (id: string): Promise<string[]> =>
  (await handover.call('GET', `/decisions/${id}/events?limit=100`)).body.data.map(({ type }: { type: string }) => type);
const linkTo = async (approver: string) => linkIn(await handover.mailbox.to(approver));
const post = (link: string, fields: Record<string, string>) =>
  fetch(link, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: handover.url } },
    body: new URLSearchParams(fields),
  });
const codeOf = ({ status, body }: Awaited<ReturnType<typeof change>>) => [status, body.code];
const pathsOf = ({ status, body }: Awaited<ReturnType<typeof change>>) => [
  status,
  body.details?.map(({ path }: { path: string }) => path),
];
const MINUTE = 60_000;

describe('extend', () => {
  test('moves the last deadline by minutes or to a time, and is audited [h.ch.extend]', async () => {
    const [ann] = newPeople('ann');
    const id = await ask({ approver: ann, timeout_minutes: 30 });
    const before = Date.parse(String((await handover.get(id)).expires_at));
    const { body } = await change(id, 'extend', { minutes: 1.5 });
    expect(Date.parse(body.expires_at)).toBe(before + 1.5 * MINUTE);
    const expires_at = new Date(before + 60 * MINUTE).toISOString();
    expect((await change(id, 'extend', { expires_at })).body).toMatchObject({ expires_at, steps: [{ expires_at }] });
    expect((await typesOf(id)).filter((type) => type === 'decision.extended')).toHaveLength(2);
  });

  test('is what the clock goes by [h.ch.extend]', async () => {
    const [ann] = newPeople('ann');
    const id = await ask({ approver: ann, timeout_minutes: 0.1 });
    const { expires_at: before } = await handover.get(id);
    const { expires_at } = (await change(id, 'extend', { minutes: 0.05 })).body;
    expect(Date.parse(expires_at)).toBe(Date.parse(String(before)) + 3_000);
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'expired', expires_at });
    const expired = await until('a worker has noticed it', async () => {
      const { data } = (await handover.call('GET', `/decisions/${id}/events`)).body;
      return data.find(({ type }: { type: string }) => type === 'decision.expired');
    });
    expect(expired.at).toBe(expires_at);
  });

  test('leaves a pending escalation where it is [h.ch.extend]', async () => {
    const [ann, ben] = newPeople('ann', 'ben');
    const over = { approver: ann, backup_approver: ben, escalate_after_minutes: 0.1, timeout_minutes: 30 };
    const id = await ask(over);
    const { expires_at } = (await change(id, 'extend', { minutes: 60 })).body;
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'escalated', expires_at });
  });

  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();
  const bad: [string, () => Record<string, unknown>, string][] = [
    ['nothing', () => ({}), 'minutes'],
    ['minutes and a time', () => ({ minutes: 5, expires_at: inMinutes(90) }), 'expires_at'],
    ['no minutes at all', () => ({ minutes: 0 }), 'minutes'],
    ['minutes back', () => ({ minutes: -5 }), 'minutes'],
    ['minutes as text', () => ({ minutes: '5' }), 'minutes'],
    ['more than a year', () => ({ minutes: 525_601 }), 'minutes'],
    ['the past', () => ({ expires_at: inMinutes(-1) }), 'expires_at'],
    ['a time sooner than the deadline', () => ({ expires_at: inMinutes(30) }), 'expires_at'],
    ['a time without a zone', () => ({ expires_at: '2099-01-01T10:00:00' }), 'expires_at'],
    ['an unknown field', () => ({ minutes: 5, step: 1 }), 'step'],
  ];
  test('to anything that is not later is refused, and the field named [h.ch.extend]', async () => {
    const [ann] = newPeople('ann');
    const id = await ask({ approver: ann });
    const { expires_at } = await handover.get(id);
    for (const [what, body, path] of bad)
      expect([what, ...pathsOf(await change(id, 'extend', body()))]).toEqual([what, 400, [path]]);
    expect((await handover.get(id)).expires_at).toBe(expires_at);
  });

  test('beyond the year 9999 is refused [h.ch.extend]', async () => {
    const [ann] = newPeople('ann');
    const id = await ask({ approver: ann });
    const expires_at = '9999-12-31T23:00:00.000Z';
    expect((await change(id, 'extend', { expires_at })).body.expires_at).toBe(expires_at);
    expect(pathsOf(await change(id, 'extend', { minutes: 525_600 }))).toEqual([400, ['minutes']]);
    expect((await handover.get(id)).expires_at).toBe(expires_at);
  });

  test('without a deadline is NO_DEADLINE [h.ch.extend]', async () => {
    const [ann] = newPeople('ann');
    const id = await ask({ steps: [{ approvers: [ann], timeout_minutes: null }, { approvers: [ann] }] });
    expect(codeOf(await change(id, 'extend', { minutes: 5 }))).toEqual([409, 'NO_DEADLINE']);
  });
});

describe('one more approver', () => {
  test('is asked and may decide, and the need stays the same [h.ch.add]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const id = await ask({ approvers: [ann, ben], need: 'all' });
    const { status, body } = await change(id, 'approvers', { approver: cleo });
    expect([status, body.steps[0].need]).toEqual([200, 2]);
    expect(body.steps[0].approvers[2]).toMatchObject({ approver: cleo, status: 'asked', escalation: false });
    expect((await post(await linkTo(cleo), { verdict: 'approve' })).status).toBe(303);
    expect((await resolve(id, ann)).body).toMatchObject({ status: 'approved', resolved_by: ann });
    expect(await peopleIn(id)).toEqual([`${ann} approved`, `${ben} withdrawn`, `${cleo} approved`]);
    expect(await typesOf(id)).toContain('approver.added');
  });

  test('of a later step is asked when it opens [h.ch.add]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const id = await ask({ steps: [{ approvers: [ann] }, { approvers: [ben] }] });
    const { body } = await change(id, 'approvers', { approver: cleo, step: 1 });
    expect(body.steps[1].approvers).toMatchObject([{ status: 'waiting' }, { approver: cleo, status: 'waiting' }]);
    await resolve(id, ann);
    expect(await peopleIn(id, 1)).toEqual([`${ben} asked`, `${cleo} asked`]);
  });

  test('who is in the step already is ALREADY_ASKED, in any spelling, also having answered [h.ch.add]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const over = { need: 2, backup_approver: cleo, escalate_after_minutes: 5 };
    const id = await ask({ approvers: [ann, ben], ...over });
    await resolve(id, ann);
    for (const approver of [ann, ben.toUpperCase(), cleo])
      expect(codeOf(await change(id, 'approvers', { approver }))).toEqual([409, 'ALREADY_ASKED']);
  });

  test('of a step that has passed or never was is refused [h.ch.add]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const id = await ask({ steps: [{ approvers: [ann] }, { approvers: [ben] }] });
    await resolve(id, ann);
    for (const step of [0, 2, -1, 0.5, '1'])
      expect(pathsOf(await change(id, 'approvers', { approver: cleo, step }))).toEqual([400, ['step']]);
    expect(pathsOf(await change(id, 'approvers', { approver: 'cleo' }))).toEqual([400, ['approver']]);
    expect(pathsOf(await change(id, 'approvers', {}))).toEqual([400, ['approver']]);
  });
});

describe('reassign', () => {
  test('asks someone else, and the link of the first ends [h.ch.reassign]', async () => {
    const [ann, ben] = newPeople('ann', 'ben');
    const id = await ask({ approver: ann });
    const link = await linkTo(ann);
    const { status, body } = await change(id, 'reassign', { from: ann.toUpperCase(), to: ben, reason: 'On leave.' });
    expect([status, body.approver]).toEqual([200, ben]);
    expect(body.steps[0].approvers).toMatchObject([
      { approver: ann, status: 'delegated', delegated_to: ben },
      { approver: ben, status: 'asked', delegated_to: null },
    ]);
    const page = await fetch(link);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('was passed on')]);
    expect((await post(link, { verdict: 'approve' })).status).toBe(409);
    expect((await post(`${link}/delegate`, { to: 'other@company.com' })).status).toBe(409);
    expect((await handover.get(id)).status).toBe('pending');
    expect((await post(await linkTo(ben), { verdict: 'deny' })).status).toBe(303);
    expect(await handover.get(id)).toMatchObject({ status: 'denied', resolved_by: ben });
    expect(await typesOf(id)).toEqual(expect.arrayContaining(['approver.reassigned', 'answer.refused']));
  });

  test('works for someone in a waiting step [h.ch.reassign]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const id = await ask({ steps: [{ approvers: [ann] }, { approvers: [ben] }] });
    await change(id, 'reassign', { from: ben, to: cleo });
    expect(await peopleIn(id, 1)).toEqual([`${ben} delegated`, `${cleo} waiting`]);
    expect((await resolve(id, ann)).body.approver).toBe(cleo);
  });

  test('a person who was passed over can be asked again [h.ch.reassign]', async () => {
    const [ann, ben] = newPeople('ann', 'ben');
    const id = await ask({ approver: ann });
    await change(id, 'reassign', { from: ann, to: ben });
    const { status, body } = await change(id, 'reassign', { from: ben, to: ann });
    expect([status, body.approver]).toEqual([200, ann]);
    expect((await resolve(id, ann)).body).toMatchObject({ status: 'approved', resolved_by: ann });
  });

  test('says why it is refused [h.ch.reassign]', async () => {
    const [ann, ben, cleo, dora] = newPeople('ann', 'ben', 'cleo', 'dora');
    const id = await ask({ approvers: [ann, ben, cleo], need: 'all' });
    await resolve(id, ann);
    const reassign = async (from: string, to: string) => codeOf(await change(id, 'reassign', { from, to }));
    expect(await reassign(ann, dora)).toEqual([409, 'ALREADY_ANSWERED']);
    expect(await reassign(dora, ann)).toEqual([409, 'NOT_AN_APPROVER']);
    expect(await reassign(ben, cleo.toUpperCase())).toEqual([409, 'ALREADY_ASKED']);
    expect(await reassign(ben, ann)).toEqual([409, 'ALREADY_ASKED']);
    expect(await reassign(ben, ben)).toEqual([409, 'ALREADY_ASKED']);
    expect(pathsOf(await change(id, 'reassign', { from: ben }))).toEqual([400, ['to']]);
    expect(pathsOf(await change(id, 'reassign', { from: ben, to: 'nobody' }))).toEqual([400, ['to']]);
    await reassign(ben, dora);
    expect(await reassign(ben, 'more@company.com')).toEqual([409, 'NOT_AN_APPROVER']);
    expect(await peopleIn(id)).toEqual([...[`${ann} approved`, `${ben} delegated`, `${cleo} asked`, `${dora} asked`]]);
  });

  test('and an answer of the same person at once: one of them holds [h.ch.reassign]', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
      const id = await ask({ approvers: [ann, ben], need: 2 });
      const link = await linkTo(ann);
      const [answered, reassigned] = await Promise.all([
        post(link, { verdict: 'approve' }),
        change(id, 'reassign', { from: ann, to: cleo }),
      ]);
      const people = await peopleIn(id);
      if (answered.status === 303) {
        expect(codeOf(reassigned)).toEqual([409, 'ALREADY_ANSWERED']);
        expect(people).toEqual([`${ann} approved`, `${ben} asked`]);
      } else {
        expect([answered.status, reassigned.status]).toEqual([409, 200]);
        expect(people).toEqual([`${ann} delegated`, `${ben} asked`, `${cleo} asked`]);
      }
    }
  });
});

describe('passing on, from the page', () => {
  test('counts a person once: the way back leads to a new link [h.ch.delegate, h.who.person]', async () => {
    const [ann, ben] = newPeople('ann', 'ben');
    const id = await ask({ approvers: [ann, ben], need: 2 });
    const link = await linkTo(ann);
    await resolve(id, ben);
    expect((await post(`${link}/delegate`, { to: ben.toUpperCase() })).status).toBe(400);
    const [cleo] = newPeople('cleo');
    expect((await post(`${link}/delegate`, { to: cleo, note: 'Yours.' })).status).toBe(303);
    expect((await post(`${link}/delegate`, { to: 'again@company.com' })).status).toBe(409);
    const next = await linkTo(cleo);
    expect((await post(`${next}/delegate`, { to: ann })).status).toBe(303);
    expect(await peopleIn(id)).toEqual([`${ann} delegated`, `${ben} approved`, `${cleo} delegated`, `${ann} asked`]);
    expect((await resolve(id, ann)).body).toMatchObject({ status: 'approved', resolved_by: ann });
    expect((await typesOf(id)).filter((type) => type === 'approver.delegated')).toHaveLength(2);
  });

  test('is too late once it is decided [h.ch.delegate]', async () => {
    const [ann, ben] = newPeople('ann', 'ben');
    const id = await ask({ approver: ann });
    const link = await linkTo(ann);
    await resolve(id, ann);
    expect((await post(`${link}/delegate`, { to: ben })).status).toBe(409);
    expect(await peopleIn(id)).toEqual([`${ann} approved`]);
  });
});

describe('remind', () => {
  const mailsTo = async (approver: string) =>
    (await handover.mailbox.all()).filter(({ to }) => to?.some(({ address }) => address === approver)).length;
  const mailed = (approver: string, times: number) =>
    until(`${times} mails have come to ${approver}`, async () => (await mailsTo(approver)) === times);

  test('notifies those who have not answered, with the same link, and nobody twice a minute [h.ch.remind]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const id = await ask({ approvers: [ann, ben, cleo], need: 'all' });
    const link = await linkTo(ben);
    await resolve(id, ann);
    const { status, body } = await change(id, 'remind', { approver: ben.toUpperCase() });
    expect([status, body]).toEqual([202, { reminded: [ben] }]);
    await mailed(ben, 2);
    expect(await linkTo(ben)).toBe(link);
    expect((await change(id, 'remind', {})).body).toEqual({ reminded: [cleo] });
    for (const again of [{}, { approver: cleo }]) {
      const refused = await change(id, 'remind', again);
      expect([...codeOf(refused), refused.headers.get('retry-after')]).toEqual([429, 'RATE_LIMIT', '60']);
    }
    await mailed(cleo, 2);
    expect(await mailsTo(ann)).toBe(1);
    expect((await typesOf(id)).filter((type) => type === 'approver.reminded')).toHaveLength(2);
  });

  test('says why it is refused [h.ch.remind]', async () => {
    const [ann, ben, cleo] = newPeople('ann', 'ben', 'cleo');
    const id = await ask({ steps: [{ approvers: [ann, ben], need: 2 }, { approvers: [cleo] }] });
    await resolve(id, ann);
    const remind = async (approver: string) => codeOf(await change(id, 'remind', { approver }));
    expect(await remind(ann)).toEqual([409, 'ALREADY_ANSWERED']);
    expect(await remind(cleo)).toEqual([409, 'NOT_AN_APPROVER']);
    expect(await remind('stranger@company.com')).toEqual([409, 'NOT_AN_APPROVER']);
    expect(pathsOf(await change(id, 'remind', { approver: 'nobody' }))).toEqual([400, ['approver']]);
  });
});

describe('who may change a decision, and when', () => {
  const CHANGES: [Change, Record<string, unknown>][] = [
    ['extend', { minutes: 5 }],
    ['approvers', { approver: 'new@company.com' }],
    ['reassign', { from: 'sarah@company.com', to: 'other@company.com' }],
    ['remind', {}],
  ];
  const WRITER = { scopes: ['decisions:read', 'decisions:write'] };

  test.each(CHANGES)('%s is for its own key, keys that replace it, and admins [h.ch.own]', async (what, body) => {
    const { made, client } = await newKey(handover, WRITER);
    const { client: stranger } = await newKey(handover, WRITER);
    const { client: reader } = await newKey(handover, { scopes: ['decisions:read', 'decisions:resolve'] });
    const [own, ofAdmin, rotated] = [await client.ask(), await handover.ask(), await client.ask()];
    expect(codeOf(await change(own, what, body, stranger))).toEqual([403, 'FORBIDDEN']);
    expect(codeOf(await change(ofAdmin, what, body, client))).toEqual([403, 'FORBIDDEN']);
    const refused = await change(own, what, body, reader);
    expect([...codeOf(refused), refused.body.error]).toEqual([
      403,
      'FORBIDDEN',
      expect.stringContaining('decisions:write'),
    ]);
    expect(await peopleIn(own)).toEqual(['sarah@company.com asked']);
    const done = what === 'remind' ? 202 : 200;
    expect((await change(own, what, body, client)).status).toBe(done);
    const { body: successor } = await handover.call('POST', `/auth/api-keys/${made.id}/rotate`, {});
    const bearer = { authorization: `Bearer ${successor.key}` };
    expect((await handover.call('POST', `/decisions/${rotated}/${what}`, body, bearer)).status).toBe(done);
    expect((await change(await client.ask(), what, body)).status).toBe(done);
  });

  test.each(CHANGES)('%s is too late once it is over, and finds no unknown id [h.ch.own]', async (what, body) => {
    const resolved = await handover.ask();
    await handover.answer(resolved, { action: 'deny' });
    const late = await change(resolved, what, body);
    expect([late.status, late.body]).toMatchObject([
      409,
      { code: 'ALREADY_RESOLVED', status: 'denied', resolved_by: 'sarah@company.com' },
    ]);
    const expired = await handover.ask({ timeout_minutes: 0.02 });
    await handover.get(expired, '?wait=30');
    expect(codeOf(await change(expired, what, body))).toEqual([410, 'EXPIRED']);
    for (const id of ['x', '0199aaaa-0000-7000-8000-000000000000'])
      expect(codeOf(await change(id, what, body))).toEqual([404, 'NOT_FOUND']);
  });

  test.each(CHANGES)('%s is done once for one Idempotency-Key', async (what, body) => {
    const id = await handover.ask();
    const send = () => handover.call('POST', `/decisions/${id}/${what}`, body, { 'idempotency-key': `${what}-${id}` });
    const [first, again] = [await send(), await send()];
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    const changes = ['decision.extended', 'approver.added', 'approver.reassigned', 'approver.reminded'];
    expect((await typesOf(id)).filter((type) => changes.includes(type))).toHaveLength(1);
  });

  test("only someone on the key's list can be added or asked instead [h.ch.own]", async () => {
    const { client } = await newKey(handover, { ...WRITER, approvers: ['sarah@company.com', 'ben@company.com'] });
    const id = await client.ask();
    for (const [what, body] of [
      ['approvers', { approver: 'cleo@company.com' }],
      ['reassign', { from: 'sarah@company.com', to: 'cleo@company.com' }],
    ] as const)
      expect(codeOf(await change(id, what, body, client))).toEqual([403, 'APPROVER_NOT_ALLOWED']);
    expect((await change(id, 'approvers', { approver: 'Ben@company.com' }, client)).status).toBe(200);
  });
});
