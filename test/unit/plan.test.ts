import { addApproverRequest, extendRequest, reassignRequest, remindRequest } from '../../contract/change-requests';
import { HandoverError } from '../../contract/errors';
import { createRequest, parse } from '../../contract/requests';

const [SARAH, BEN, CLEO] = ['sarah@company.com', 'ben@company.com', 'cleo@company.com'];
const ACTION = { action: 'Send the contract' };

const create = (over: object) => parse(createRequest, { ...ACTION, ...over });
const planOf = (over: object) => create(over).plan;

/** The fields at fault, each with what is wrong with it. */
function faultsOf(attempt: () => unknown): Record<string, string> {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof HandoverError)) throw error;
    return Object.fromEntries(error.details.map(({ path, message }) => [path, message]));
  }
  throw new Error('it was not refused');
}

describe('every form of a request becomes steps', () => {
  test('one approver with a backup is one step', () => {
    const asked = { approver: SARAH, backup_approver: BEN, escalate_after_minutes: 10, timeout_minutes: 30 };
    expect(planOf(asked).steps).toEqual([
      {
        ...{ name: null, approvers: [SARAH], need: 1, deny: 'veto' },
        ...{ timeout_minutes: 30, escalate_after_minutes: 10, backup_approvers: [BEN] },
      },
    ]);
  });

  test('several approvers are one step, and "all" is their number', () => {
    const [step, ...others] = planOf({ approvers: [SARAH, BEN, CLEO], need: 'all', deny: 'majority' }).steps;
    expect(others).toEqual([]);
    expect(step).toMatchObject({ approvers: [SARAH, BEN, CLEO], need: 3, deny: 'majority', timeout_minutes: 60 });
  });

  test("a step without a timeout has the decision's, and null means no deadline", () => {
    const steps = [
      { approvers: [SARAH] },
      { name: 'Finance', approvers: [BEN], timeout_minutes: 5 },
      { approvers: [CLEO], timeout_minutes: null },
    ];
    const plan = planOf({ steps, timeout_minutes: 90 });
    expect(plan.steps.map(({ name, timeout_minutes }) => [name, timeout_minutes])).toEqual([
      [null, 90],
      ['Finance', 5],
      [null, null],
    ]);
  });

  test('the first person asked is the approver, and what was sent is kept', () => {
    const steps = [{ approvers: [BEN, CLEO] }, { approvers: [SARAH] }];
    expect(create({ steps })).toMatchObject({ approver: BEN, steps });
    expect(create({ approvers: [CLEO, BEN] })).toMatchObject({ approver: CLEO, approvers: [CLEO, BEN] });
  });

  test('null in a step counts as not given', () => {
    const step = { approvers: [SARAH], name: null, need: null, backup_approvers: null, escalate_after_minutes: null };
    expect(planOf({ steps: [step] })).toEqual(planOf({ steps: [{ approvers: [SARAH] }] }));
  });
});

describe('a plan that cannot be carried out is refused at its field', () => {
  const STEP = { approvers: [SARAH, BEN] };
  test.each<[string, object, string, string]>([
    ['nobody', {}, 'approver', 'is required'],
    ['approver and approvers', { approver: SARAH, approvers: [BEN] }, 'approvers', "can't be combined with approver"],
    ['approver and steps', { approver: SARAH, steps: [STEP] }, 'steps', "can't be combined with approver"],
    ['need beside steps', { steps: [STEP], need: 1 }, 'need', "can't be combined with steps"],
    ['deny beside steps', { steps: [STEP], deny: 'veto' }, 'deny', "can't be combined with steps"],
    ['a backup beside steps', { steps: [STEP], backup_approver: BEN }, 'backup_approver', "can't be combined"],
    ['an escalation beside steps', { steps: [STEP], escalate_after_minutes: 5 }, 'escalate_after_minutes', "can't be"],
    ['no approvers', { approvers: [] }, 'approvers', 'at least one'],
    ['21 approvers', { approvers: Array.from({ length: 21 }, (_, n) => `a${n}@b.co`) }, 'approvers', 'at most 20'],
    ['a person twice', { approvers: [SARAH, 'Sarah@Company.com'] }, 'approvers', 'must not repeat'],
    ['need above the approvers', { approvers: [SARAH, BEN], need: 3 }, 'need', 'must be at most 2'],
    ['need of 0', { approvers: [SARAH], need: 0 }, 'need', 'must be a whole number'],
    ['need of a half', { approvers: [SARAH], need: 0.5 }, 'need', 'must be a whole number'],
    ['need of most', { approvers: [SARAH], need: 'most' }, 'need', 'must be a whole number'],
    ['no steps', { steps: [] }, 'steps', 'at least one'],
    ['11 steps', { steps: Array.from({ length: 11 }, () => STEP) }, 'steps', 'at most 10'],
    ['an empty step', { steps: [STEP, {}] }, 'steps.1.approvers', 'is required'],
    ['an unknown field of a step', { steps: [{ ...STEP, x: 1 }] }, 'steps.0.x', 'is not a known field'],
    ['need of a step', { steps: [STEP, { ...STEP, need: 3 }] }, 'steps.1.need', 'must be at most 2'],
    [
      'an escalation without backups',
      { steps: [{ ...STEP, escalate_after_minutes: 5 }] },
      'steps.0.escalate_after_minutes',
      'requires backup_approvers',
    ],
    [
      "an escalation at the decision's timeout",
      { steps: [{ ...STEP, escalate_after_minutes: 60, backup_approvers: [CLEO] }] },
      'steps.0.escalate_after_minutes',
      'must be less than timeout_minutes (60)',
    ],
  ])('%s', (_what, over, path, message) => {
    expect(faultsOf(() => create(over))).toEqual({ [path]: expect.stringContaining(message) });
  });

  test('also beside other faults', () => {
    const faults = faultsOf(() => parse(createRequest, { urgency: 'now' }));
    expect(Object.keys(faults).sort()).toEqual(['action', 'approver', 'urgency']);
  });
});

describe('silence can approve only', () => {
  const approve = (over: object) => create({ approver: SARAH, on_timeout: 'approve', ...over });
  test.each<[string, object]>([
    ['with a deadline', { timeout_minutes: null }],
    ['without enforce', { enforce: true }],
    ['where a link is certain enough', { min_assurance: 'code' }],
    ['where approve is an option', { options: ['deny'] }],
    ['where nothing has to be chosen', { response_type: { type: 'choose', choices: ['a', 'b'] } }],
    ['where no file is needed', { response_type: { type: 'file_upload' } }],
    ['where no time is needed', { response_type: { type: 'schedule', allow_immediate: false } }],
  ])('%s', (_what, over) => {
    expect(Object.keys(faultsOf(() => approve(over)))).toEqual(['on_timeout']);
  });

  test('with a deadline in every step', () => {
    const steps = [{ approvers: [SARAH] }, { approvers: [BEN], timeout_minutes: null }];
    const faults = faultsOf(() => create({ steps, on_timeout: 'approve' }));
    expect(Object.keys(faults)).toEqual(['on_timeout']);
  });

  test('and then it does: a plain decision, an immediate schedule, a form without required fields', () => {
    const form = { type: 'text_input', fields: [{ name: 'remark' }] };
    for (const response_type of [{ type: 'approve_deny' }, { type: 'schedule' }, form])
      expect(approve({ response_type }).plan.on_timeout).toBe('approve');
  });

  test('but it can deny whenever it likes', () => {
    const asked = { approver: SARAH, on_timeout: 'deny', enforce: true, min_assurance: 'slack' };
    expect(create(asked).plan.on_timeout).toBe('deny');
  });
});

describe('changes of an open decision', () => {
  test('extend takes minutes or a time, and exactly one of them', () => {
    const at = '2027-01-01T00:00:00.000Z';
    expect(parse(extendRequest, { minutes: 30, expires_at: null })).toEqual({ minutes: 30, expires_at: null });
    expect(parse(extendRequest, { expires_at: at })).toEqual({ minutes: null, expires_at: new Date(at) });
    expect(Object.keys(faultsOf(() => parse(extendRequest, {})))).toEqual(['minutes']);
    expect(Object.keys(faultsOf(() => parse(extendRequest, { minutes: 1, expires_at: at })))).toEqual(['expires_at']);
    expect(Object.keys(faultsOf(() => parse(extendRequest, { minutes: 0 })))).toEqual(['minutes']);
  });

  test('one more approver is asked in the open step, or in the step with this index', () => {
    expect(parse(addApproverRequest, { approver: CLEO })).toEqual({ approver: CLEO, step: null });
    expect(parse(addApproverRequest, { approver: CLEO, step: 0 })).toEqual({ approver: CLEO, step: 0 });
    for (const step of [-1, 0.5])
      expect(Object.keys(faultsOf(() => parse(addApproverRequest, { approver: CLEO, step })))).toEqual(['step']);
  });

  test('reassign names both people, and remind may name one', () => {
    expect(parse(reassignRequest, { from: SARAH, to: BEN })).toEqual({ from: SARAH, to: BEN, reason: null });
    expect(faultsOf(() => parse(reassignRequest, {}))).toEqual({ from: 'is required', to: 'is required' });
    expect(parse(remindRequest, {})).toEqual({ approver: null });
    expect(Object.keys(faultsOf(() => parse(remindRequest, { approver: 'sarah' })))).toEqual(['approver']);
  });
});
