import { EVENT_PAYLOADS } from '../../contract/event-payloads';
import type { EventName } from '../../contract/events';
import { QUICK_START } from '../support/api-client';

import { type Harness, startHarness } from '../support/harness';
import { newKey } from '../support/keys';
import { until } from '../support/until';

const [ANN, BEN, CLEO, DORA] = ['ann@company.com', 'ben@company.com', 'cleo@company.com', 'dora@company.com'];

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
});
afterAll(() => handover?.stop());

const request = (over: Record<string, unknown>) => ({ ...QUICK_START, approver: undefined, ...over });
const create = (over: Record<string, unknown>) => handover.call('POST', '/decisions', request(over));
const ask = (over: Record<string, unknown>) => handover.ask({ approver: undefined, ...over });
const resolve = (id: string, resolved_by: string, action = 'approve', over: Record<string, unknown> = {}) =>
  handover.answer(id, { action, resolved_by, ...over });
/** The status of every step, and of everyone in it. */
const stepsOf = async (id: string) =>
  (await handover.get(id)).steps.map(({ status, approvers }) => [
    status,
    ...approvers.map((one) => `${one.approver} ${one.status}`),
  ]);
const typesOf = async (id: string) =>
  (await handover.call('GET', `/decisions/${id}/events?limit=100`)).body.data
    .map(({ type }: { type: string }) => type)
    .reverse();
const people = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@company.com`);
const MINUTE = 60_000;
/** So many minutes that it is over at once, but not before it has begun. */
const SOON = 0.02;

describe('a request that cannot be carried out is refused, and the field named', () => {
  const STEP = { approvers: [ANN, BEN] };
  const escalating = { ...STEP, escalate_after_minutes: 5 };
  const bad: [string, Record<string, unknown>, string][] = [
    ['nobody', {}, 'approver'],
    ['an approver and approvers', { approver: ANN, approvers: [BEN] }, 'approvers'],
    ['an approver and steps', { approver: ANN, steps: [STEP] }, 'steps'],
    ['approvers and steps', { approvers: [ANN], steps: [STEP] }, 'steps'],
    ['an empty list of approvers', { approvers: [] }, 'approvers'],
    ['21 approvers', { approvers: people(21) }, 'approvers'],
    ['a list that is an address', { approvers: ANN }, 'approvers'],
    ['an approver who is no address', { approvers: [ANN, 'ben'] }, 'approvers.1'],
    ['an address twice in two spellings', { approvers: [ANN, 'ANN@Company.com'] }, 'approvers'],
    [
      'a domain twice in two spellings',
      { approvers: ['ann@bücher.example', 'ann@xn--bcher-kva.example'] },
      'approvers',
    ],
    ['a need above the number of approvers', { approvers: [ANN, BEN], need: 3 }, 'need'],
    ['a need of 2 with one approver', { approver: ANN, need: 2 }, 'need'],
    ['a need of 0', { approvers: [ANN], need: 0 }, 'need'],
    ['half a need', { approvers: [ANN, BEN], need: 1.5 }, 'need'],
    ['a need in words', { approvers: [ANN], need: 'most' }, 'need'],
    ['an unknown way to deny', { approvers: [ANN], deny: 'never' }, 'deny'],
    ['an escalation to nobody', { approvers: [ANN], escalate_after_minutes: 5 }, 'escalate_after_minutes'],
    ['no steps', { steps: [] }, 'steps'],
    ['11 steps', { steps: Array(11).fill(STEP) }, 'steps'],
    ['a step without approvers', { steps: [STEP, {}] }, 'steps.1.approvers'],
    ['a step with an empty list', { steps: [{ approvers: [] }] }, 'steps.0.approvers'],
    ['a step with 21 approvers', { steps: [{ approvers: people(21) }] }, 'steps.0.approvers'],
    ['a person twice in a step', { steps: [{ approvers: [ANN, 'Ann@company.com'] }] }, 'steps.0.approvers'],
    ['a need above the approvers of its step', { steps: [STEP, { approvers: [CLEO], need: 2 }] }, 'steps.1.need'],
    ['an unknown field of a step', { steps: [{ ...STEP, optional: true }] }, 'steps.0.optional'],
    ['a step that escalates to nobody', { steps: [escalating] }, 'steps.0.escalate_after_minutes'],
    [
      "an escalation at the step's timeout",
      { steps: [{ ...escalating, backup_approvers: [CLEO], timeout_minutes: 5 }] },
      'steps.0.escalate_after_minutes',
    ],
    [
      "an escalation after the decision's timeout",
      { steps: [{ ...escalating, backup_approvers: [CLEO] }], timeout_minutes: 4 },
      'steps.0.escalate_after_minutes',
    ],
    ['a need beside steps', { steps: [STEP], need: 1 }, 'need'],
    ['a way to deny beside steps', { steps: [STEP], deny: 'veto' }, 'deny'],
    ['a backup beside steps', { steps: [STEP], backup_approver: CLEO }, 'backup_approver'],
    ['an escalation beside steps', { steps: [STEP], escalate_after_minutes: 5 }, 'escalate_after_minutes'],
    ['an unknown rule for the timeout', { approver: ANN, on_timeout: 'ask' }, 'on_timeout'],
  ];
  test.each(bad)('%s [h.who.form, h.who.need]', async (_what, over, path) => {
    const { status, body } = await create(over);
    expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.details.map((detail: { path: string }) => detail.path)).toContain(path);
  });

  const field = { name: 'subject', required: true };
  const consent: [string, Record<string, unknown>][] = [
    ['no deadline', { timeout_minutes: null }],
    [
      'a step without a deadline',
      { approver: undefined, steps: [{ approvers: [ANN] }, { approvers: [BEN], timeout_minutes: null }] },
    ],
    ['enforce', { enforce: true }],
    ['a level of certainty', { min_assurance: 'login' }],
    ['options without approve', { options: ['deny', 'modify'] }],
    ['a choice', { response_type: { type: 'choose', choices: ['A', 'B'] } }],
    ['a required text', { response_type: { type: 'text_input', fields: [field] } }],
    ['a number', { response_type: { type: 'number_input' } }],
    ['files', { response_type: { type: 'file_upload' } }],
    ['a time that must be chosen', { response_type: { type: 'schedule', allow_immediate: false } }],
  ];
  test.each(consent)('silence that approves, with %s [h.who.timeout]', async (_what, over) => {
    const { status, body } = await create({ approver: ANN, on_timeout: 'approve', ...over });
    expect([status, body.details?.map(({ path }: { path: string }) => path)]).toEqual([
      400,
      expect.arrayContaining(['on_timeout']),
    ]);
  });

  test('silence that denies goes with all of these', async () => {
    const choose = { response_type: { type: 'choose', choices: ['A', 'B'] } };
    for (const over of [{ timeout_minutes: null }, { enforce: true }, { options: ['deny', 'modify'] }, choose])
      expect((await create({ approver: ANN, on_timeout: 'deny', ...over })).status).toBe(201);
  });
});

describe('every reply shows who decides', () => {
  test('a plain decision has one step [h.who.steps]', async () => {
    const shown = await handover.get(await ask({ approver: ANN, timeout_minutes: 30 }));
    const { created_at, expires_at } = shown;
    expect(shown).toMatchObject({ approver: ANN, on_timeout: 'expire', min_assurance: 'link' });
    expect(shown.steps).toEqual([
      {
        ...{ name: null, need: 1, deny: 'veto', status: 'open', opened_at: created_at, expires_at },
        approvers: [
          {
            ...{ approver: ANN, status: 'asked', escalation: false, asked_at: created_at, answered_at: null },
            ...{ delegated_to: null, answer: null },
          },
        ],
      },
    ]);
  });

  test('"all" is counted when it is created, and the steps keep their order and names [h.who.steps]', async () => {
    const finance = { name: 'Finance', approvers: [ANN, BEN], need: 'all', deny: 'majority' };
    const id = await ask({ steps: [finance, { approvers: [CLEO], timeout_minutes: null }] });
    const shown = await handover.get(id);
    expect(shown.steps).toMatchObject([
      { name: 'Finance', need: 2, deny: 'majority', status: 'open' },
      { name: null, need: 1, deny: 'veto', status: 'waiting', opened_at: null, expires_at: null },
    ]);
    expect([shown.approver, shown.expires_at]).toEqual([ANN, shown.steps[0]?.expires_at]);
    expect(await stepsOf(id)).toEqual([
      ['open', `${ANN} asked`, `${BEN} asked`],
      ['waiting', `${CLEO} waiting`],
    ]);
  });

  test('20 approvers and 10 steps are possible [h.who.form]', async () => {
    expect((await create({ approvers: people(20), need: 'all' })).status).toBe(201);
    expect((await create({ steps: people(10).map((one) => ({ approvers: [one] })) })).status).toBe(201);
  });

  test('the backup of a key goes with approvers, and not with steps [h.who.backups]', async () => {
    const { client } = await newKey(handover, { backup_approver: DORA });
    const asked = async (over: Record<string, unknown>) =>
      (await client.get(await client.ask({ approver: undefined, ...over }))).steps[0]?.approvers;
    const backup = { approver: DORA, escalation: true, status: 'waiting', asked_at: null };
    expect(await asked({ approvers: [ANN, BEN] })).toMatchObject([{ approver: ANN }, { approver: BEN }, backup]);
    expect(await asked({ steps: [{ approvers: [ANN] }] })).toMatchObject([{ approver: ANN }]);
  });

  test("a key's list holds for everyone in every step", async () => {
    const { client } = await newKey(handover, { approvers: [ANN, BEN] });
    for (const over of [
      { approvers: [ANN, CLEO] },
      { steps: [{ approvers: [ANN] }, { approvers: [CLEO] }] },
      { steps: [{ approvers: [ANN], backup_approvers: [CLEO], escalate_after_minutes: 1 }] },
    ]) {
      const { status, body } = await client.call('POST', '/decisions', request(over));
      expect([status, body.code, body.error]).toEqual([403, 'APPROVER_NOT_ALLOWED', expect.stringContaining(CLEO)]);
    }
  });
});

describe('a policy', () => {
  /** A key with one rule of its own. */
  async function withRule(rule: Record<string, unknown>) {
    const { made, client } = await newKey(handover);
    const put = await handover.call('PUT', `/policy?api_key_id=${made.id}`, { rules: [{ name: 'the rule', ...rule }] });
    expect(put.status).toBe(200);
    return client;
  }
  const STEPS = { approver: undefined, steps: [{ approvers: [ANN, BEN], need: 2 }, { approvers: [CLEO] }] };

  test('that names an approver replaces everyone, in one step', async () => {
    const client = await withRule({ when: { approver: [CLEO] }, then: { outcome: 'ask', approver: DORA } });
    const shown = await client.get(await client.ask(STEPS));
    expect([shown.approver, shown.steps]).toMatchObject([DORA, [{ need: 1, approvers: [{ approver: DORA }] }]]);
    expect((await client.get(await client.ask({ approver: BEN }))).approver).toBe(BEN);
  });

  test('that decides cancels the steps, and asks nobody', async () => {
    const client = await withRule({ when: {}, then: { outcome: 'approve' } });
    const { body } = await client.call('POST', '/decisions', request(STEPS));
    expect(body).toMatchObject({ status: 'approved', auto_resolved: true, resolved_by: 'policy' });
    expect(await stepsOf(body.id)).toEqual([
      ['cancelled', `${ANN} withdrawn`, `${BEN} withdrawn`],
      ['cancelled', `${CLEO} withdrawn`],
    ]);
  });

  test('cannot ask for a person where silence would approve', async () => {
    const client = await withRule({ when: {}, then: { outcome: 'ask', min_assurance: 'code' } });
    const { status, body } = await client.call('POST', '/decisions', request({ approver: ANN, on_timeout: 'approve' }));
    expect([status, body.details?.[0]]).toMatchObject([
      400,
      { path: 'on_timeout', message: expect.stringContaining('code') },
    ]);
  });
});

describe('a quorum', () => {
  test('of two out of three decides with the second approval, and the third is no longer needed [h.who.need]', async () => {
    const id = await ask({ approvers: [ANN, BEN, CLEO], need: 2 });
    const first = await resolve(id, ANN, 'approve', { notes: 'Fine.' });
    expect([first.status, first.body.status, first.body.resolved_by]).toEqual([200, 'pending', null]);
    const second = await resolve(id, CLEO, 'approve', { notes: 'Go.' });
    expect(second.body).toMatchObject({ status: 'approved', resolved_by: CLEO, response_notes: 'Go.' });
    expect(second.body.steps[0].approvers).toMatchObject([
      {
        ...{ status: 'approved', answered_at: expect.any(String) },
        answer: { verdict: 'approve', notes: 'Fine.', via: 'api', assurance: 'api', response_data: null },
      },
      { status: 'withdrawn', answer: null },
      { status: 'approved', answer: { notes: 'Go.' } },
    ]);
  });

  test('ends with the first denial unless told otherwise [h.who.deny]', async () => {
    const id = await ask({ approvers: [ANN, BEN, CLEO], need: 2 });
    await resolve(id, ANN);
    expect((await resolve(id, BEN, 'deny')).body).toMatchObject({ status: 'denied', resolved_by: BEN });
    expect(await stepsOf(id)).toEqual([['denied', `${ANN} approved`, `${BEN} denied`, `${CLEO} withdrawn`]]);
  });

  test('with majority ends once it can no longer be reached, and not before [h.who.deny]', async () => {
    const id = await ask({ approvers: [ANN, BEN, CLEO], need: 2, deny: 'majority' });
    expect((await resolve(id, ANN, 'deny')).body.status).toBe('pending');
    expect((await resolve(id, BEN, 'deny')).body).toMatchObject({ status: 'denied', resolved_by: BEN });
    const other = await ask({ approvers: [ANN, BEN, CLEO], need: 2, deny: 'majority' });
    for (const [who, verdict] of [
      [ANN, 'deny'],
      [BEN, 'approve'],
      [CLEO, 'approve'],
    ] as const)
      await resolve(other, who, verdict);
    expect(await handover.get(other)).toMatchObject({ status: 'approved', resolved_by: CLEO });
  });

  test('counts a person once, however they spell themselves [h.who.person]', async () => {
    const id = await ask({ approvers: [ANN, BEN], need: 'all' });
    await resolve(id, ANN);
    const again = await resolve(id, ANN.toUpperCase());
    expect([again.status, again.body.code]).toEqual([409, 'ALREADY_ANSWERED']);
    expect((await handover.get(id)).status).toBe('pending');
    expect(await typesOf(id)).toContain('answer.refused');
  });

  test('ends with a modify, whatever is needed [h.who.modify]', async () => {
    const id = await ask({ steps: [{ approvers: [ANN, BEN], need: 'all' }, { approvers: [CLEO] }] });
    const { body } = await resolve(id, BEN, 'modify', { notes: 'Half of it.' });
    expect(body).toMatchObject({ status: 'modified', resolved_by: BEN, response_notes: 'Half of it.' });
    expect(await stepsOf(id)).toEqual([
      ['modified', `${ANN} withdrawn`, `${BEN} modified`],
      ['cancelled', `${CLEO} withdrawn`],
    ]);
  });

  test('has everyone fill in the form: the decision shows the last one, the steps show all', async () => {
    const id = await ask({ approvers: [ANN, BEN], need: 2, response_type: { type: 'number_input', max: 10 } });
    const bad = await resolve(id, ANN, 'approve', { response_data: { value: 11 } });
    expect(bad.status).toBe(400);
    await resolve(id, ANN, 'approve', { response_data: { value: 3 } });
    const { body } = await resolve(id, BEN, 'approve', { response_data: { value: 7 } });
    expect(body.response_data).toEqual({ value: 7 });
    expect(body.steps[0].approvers.map(({ answer }: { answer: object }) => answer)).toMatchObject([
      { response_data: { value: 3 } },
      { response_data: { value: 7 } },
    ]);
  });

  test('takes the latest time that anyone chose, and only from approvals [h.who.schedule]', async () => {
    const inHours = (hours: number) => new Date(Date.now() + hours * 60 * MINUTE).toISOString();
    const [sooner, later] = [inHours(2), inHours(5)];
    const schedule = { type: 'schedule' };
    const id = await ask({ approvers: [ANN, BEN, CLEO], need: 3, response_type: schedule });
    await resolve(id, ANN, 'approve', { execute_at: later });
    await resolve(id, BEN, 'approve', { execute_at: sooner });
    expect((await resolve(id, CLEO)).body).toMatchObject({ status: 'scheduled', execute_at: later });
  });

  test.each([
    ['missing', undefined],
    ['a stranger', 'stranger@company.com'],
    ['someone in a later step', CLEO],
  ])('needs a resolved_by that is one of those asked, not %s [h.who.by]', async (_what, resolved_by) => {
    const id = await ask({ steps: [{ approvers: [ANN, BEN] }, { approvers: [CLEO] }] });
    const { status, body } = await handover.answer(id, { action: 'approve', resolved_by });
    expect([status, body.details]).toMatchObject([
      400,
      [{ path: 'resolved_by', message: expect.stringContaining(BEN) }],
    ]);
  });

  test('that two answers complete at once is reached once, and both count [h.who.need]', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await ask({ approvers: [ANN, BEN, CLEO], need: 2, callback_url: handover.receiver.url });
      const replies = await Promise.all([resolve(id, ANN), resolve(id, BEN)]);
      expect(replies.map(({ status }) => status)).toEqual([200, 200]);
      expect(replies.map(({ body }) => body.status).sort()).toEqual(['approved', 'pending']);
      const types = await handover.db.event.findMany({ where: { decisionId: id }, orderBy: { sequence: 'asc' } });
      expect(types.map(({ type }) => type)).toEqual(['answer.counted', 'decision.resolved']);
    }
  });

  test('takes one of a yes and a no that come at once, where either decides', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await ask({ approvers: [ANN, BEN] });
      const replies = await Promise.all([resolve(id, ANN), resolve(id, BEN, 'deny')]);
      const won = replies.findIndex(({ status }) => status === 200);
      const lost = replies[1 - won];
      const standing = { status: won === 0 ? 'approved' : 'denied', resolved_by: won === 0 ? ANN : BEN };
      expect([lost?.status, lost?.body]).toMatchObject([409, { code: 'ALREADY_RESOLVED', ...standing }]);
      expect(await handover.get(id)).toMatchObject(standing);
    }
  });
});

describe('steps', () => {
  test('are asked one after the other, and all must pass [w.multi, h.au.steps]', async () => {
    const id = await ask({ steps: [{ approvers: [ANN] }, { approvers: [BEN], timeout_minutes: 10 }] });
    const { body } = await handover.answer(id, { action: 'approve' });
    expect(body).toMatchObject({ status: 'pending', approver: BEN, resolved_by: null });
    const [first, second] = body.steps;
    expect([first.status, second.status, second.opened_at]).toEqual([
      'approved',
      'open',
      first.approvers[0].answered_at,
    ]);
    expect((await handover.answer(id, { action: 'approve' })).body).toMatchObject({
      ...{ status: 'approved', resolved_by: BEN },
    });
    expect(await typesOf(id)).toEqual([
      ...['decision.created', 'step.opened'],
      ...['answer.received', 'answer.counted', 'step.passed', 'step.opened'],
      ...['answer.received', 'answer.counted', 'step.passed', 'decision.resolved'],
    ]);
  });

  test('end with the first denial [w.multi]', async () => {
    const id = await ask({ steps: [{ approvers: [ANN] }, { approvers: [BEN] }] });
    expect((await resolve(id, ANN, 'deny')).body.status).toBe('denied');
    expect(await stepsOf(id)).toEqual([
      ['denied', `${ANN} denied`],
      ['cancelled', `${BEN} withdrawn`],
    ]);
    const late = await resolve(id, BEN);
    expect([late.status, late.body.code]).toEqual([409, 'ALREADY_RESOLVED']);
  });

  test('ask the same person in each one [h.who.person]', async () => {
    const id = await ask({ steps: [{ approvers: [ANN] }, { approvers: [ANN] }] });
    expect((await handover.answer(id, { action: 'approve' })).body.status).toBe('pending');
    expect((await handover.answer(id, { action: 'approve' })).body.status).toBe('approved');
  });

  test('count their times from when they open [h.who.times]', async () => {
    const steps = [{ approvers: [ANN] }, { approvers: [BEN], timeout_minutes: 10 }, { approvers: [CLEO] }];
    const id = await ask({ steps, timeout_minutes: 30 });
    await resolve(id, ANN);
    const { steps: shown, expires_at } = (await resolve(id, BEN)).body;
    const minutesOf = (step: { opened_at: string; expires_at: string }) =>
      (Date.parse(step.expires_at) - Date.parse(step.opened_at)) / MINUTE;
    expect(shown.map(minutesOf)).toEqual([30, 10, 30]);
    expect(expires_at).toBe(shown[2].expires_at);
  });

  test('that are cancelled end with nobody asked any more', async () => {
    const id = await ask({ steps: [{ approvers: [ANN] }, { approvers: [BEN] }] });
    await resolve(id, ANN);
    const { body } = await handover.call('POST', `/decisions/${id}/cancel`, {});
    expect(body).toMatchObject({ status: 'denied', cancelled: true });
    expect(await stepsOf(id)).toEqual([
      ['approved', `${ANN} approved`],
      ['cancelled', `${BEN} withdrawn`],
    ]);
  });
});

describe('past a deadline, with no worker to notice it', () => {
  /** The decision once it is over: held until its own deadline, which nobody else looks at. */
  const once = (id: string, status: string) =>
    until(`it is ${status}`, async () => {
      const shown = await handover.get(id, '?wait=30');
      return shown.status === status ? shown : null;
    });

  test('it expires, in the list as well, and takes no more answers [h.out.get, h.s.expired, h.expired410]', async () => {
    const approvers = ['late1@company.com', 'late2@company.com'];
    const id = await ask({ approvers, need: 2, timeout_minutes: SOON });
    await resolve(id, 'late1@company.com');
    const shown = await once(id, 'expired');
    expect([shown.resolved_by, shown.resolved_at]).toEqual([null, null]);
    expect(await stepsOf(id)).toEqual([['expired', 'late1@company.com approved', 'late2@company.com expired']]);
    const list = async (query: string) =>
      (await handover.call('GET', `/decisions?approver=late1@company.com${query}`)).body.data;
    expect(await list('')).toMatchObject([{ id, status: 'expired' }]);
    expect(await list('&status=expired,denied')).toMatchObject([{ id, status: 'expired' }]);
    expect(await list('&status=pending')).toEqual([]);
    const late = await resolve(id, 'late2@company.com');
    expect([late.status, late.body]).toMatchObject([410, { code: 'EXPIRED', status: 'expired', resolved_by: null }]);
    expect(await typesOf(id)).toContain('answer.refused');
  });

  test('it is denied where silence denies [h.who.timeout, h.out.get]', async () => {
    const id = await ask({ approver: ANN, timeout_minutes: SOON, on_timeout: 'deny' });
    const timeout = { resolved_by: 'timeout', resolved_via: 'timeout', assurance: null };
    const shown = await once(id, 'denied');
    expect(shown).toMatchObject({ ...timeout, on_timeout: 'deny', resolved_at: shown.expires_at });
    expect(await stepsOf(id)).toEqual([['denied', `${ANN} withdrawn`]]);
    const late = await resolve(id, ANN);
    expect([late.status, late.body]).toMatchObject([409, { code: 'ALREADY_RESOLVED', resolved_by: 'timeout' }]);
  });

  test('silence does not approve: nobody was told of it [h.who.silence]', async () => {
    const id = await ask({ approver: ANN, timeout_minutes: SOON, on_timeout: 'approve', enforce: false });
    expect((await once(id, 'expired')).resolved_by).toBeNull();
  });

  test('the backups are being asked, and any of them can stand in [a.escalate, h.who.backups, h.s.escalated]', async () => {
    const first = {
      ...{ approvers: [ANN, BEN], need: 2 },
      ...{ backup_approvers: [CLEO, DORA], escalate_after_minutes: SOON, timeout_minutes: 30 },
    };
    const id = await ask({ steps: [first, { approvers: [ANN] }] });
    expect((await resolve(id, CLEO)).status).toBe(400);
    const shown = await once(id, 'escalated');
    expect(shown.steps[0]).toMatchObject({ need: 2, expires_at: shown.expires_at });
    expect(await stepsOf(id)).toEqual([
      ['open', `${ANN} asked`, `${BEN} asked`, `${CLEO} asked`, `${DORA} asked`],
      ['waiting', `${ANN} waiting`],
    ]);
    expect((await resolve(id, DORA)).body.status).toBe('escalated');
    expect((await resolve(id, ANN)).body).toMatchObject({ status: 'pending', approver: ANN });
  });

  test('a plain decision takes the answer of its approver without resolved_by, or of its backup by name [h.who.by]', async () => {
    const over = { approver: ANN, backup_approver: BEN, escalate_after_minutes: SOON, timeout_minutes: 30 };
    const [id, other] = [await ask(over), await ask(over)];
    await once(other, 'escalated');
    expect((await handover.answer(id, { action: 'approve' })).body).toMatchObject({ resolved_by: ANN });
    const { body } = await resolve(other, BEN);
    expect([body.resolved_by, body.steps[0].approvers]).toMatchObject([
      BEN,
      [{ status: 'withdrawn' }, { approver: BEN, escalation: true, status: 'approved' }],
    ]);
  });
});

describe('with a worker', () => {
  let idle: Harness;
  beforeAll(async () => {
    idle = handover;
    handover = await startHarness();
  });
  afterAll(async () => {
    await handover?.stop();
    handover = idle;
  });

  const bodiesOf = (id: string) =>
    handover.receiver.received.map(({ body }) => body).filter(({ decision }) => decision.id === id);
  const told = (id: string, event: string) =>
    handover.receiver.next(({ body }) => body.decision.id === id && body.event === event);

  test('each answer that leaves it open is told with the whole decision, and every event is numbered [h.cb.counted, h.cb.sequence]', async () => {
    const steps = [{ approvers: [ANN, BEN], need: 2 }, { approvers: [CLEO] }];
    const id = await ask({ steps, callback_url: handover.receiver.url });
    for (const who of [ANN, BEN]) {
      await resolve(id, who);
      await until('it is told', () => bodiesOf(id).length === [ANN, BEN].indexOf(who) + 1);
    }
    await resolve(id, CLEO);
    await told(id, 'decision.resolved');
    const bodies = bodiesOf(id) as unknown as { event: EventName; sequence: number; decision: object }[];
    expect(bodies.map(({ event }) => event)).toEqual(['answer.counted', 'answer.counted', 'decision.resolved']);
    for (const body of bodies) expect(EVENT_PAYLOADS[body.event].parse(body)).toEqual(body);
    const numbers = bodies.map(({ sequence }) => sequence);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(bodies[0]?.decision).toMatchObject({
      status: 'pending',
      steps: [{ approvers: [{ status: 'approved' }, {}] }, {}],
    });
  });

  test('silence approves when everyone was told, and nobody denied [h.who.silence, h.who.timeout]', async () => {
    const approvers = ['quiet1@company.com', 'quiet2@company.com'];
    const over = { need: 2, on_timeout: 'approve', timeout_minutes: 0.4, deny: 'majority', approvers };
    const [id, denied] = [await ask(over), await ask({ ...over, need: 1 })];
    await resolve(denied, approvers[0] ?? '', 'deny');
    const timeout = { resolved_by: 'timeout', resolved_via: 'timeout', assurance: null };
    const over30 = async (one: string) => handover.get(one, '?wait=30');
    expect(await over30(id)).toMatchObject({ status: 'approved', ...timeout });
    expect(await over30(denied)).toMatchObject({ status: 'expired', resolved_by: null });
  }, 60_000);
});
