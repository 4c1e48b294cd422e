import { z } from 'zod';
import { type Assurance, rankOf } from '../domain/assurance';
import { DENY_RULES, type DenyRule, TIMEOUT_RULES, type TimeoutRule } from '../domain/model';
import { isSamePerson } from '../domain/person';
import { type ResponseType, rulesOf } from '../domain/response-types';
import { email, minutes, YEAR } from './fields';
import { atMost, filled } from './texts';

const MOST_PEOPLE = 20;
const MOST_STEPS = 10;

const people = atMost(
  MOST_PEOPLE,
  'addresses',
  z
    .array(email)
    .min(1, 'must have at least one address')
    .max(MOST_PEOPLE)
    .refine(isDistinct, 'must not repeat an address'),
);
const NEED = 'must be a whole number from 1, or "all"';
const need = z
  .union([z.int().min(1, NEED).max(MOST_PEOPLE, NEED), z.literal('all')], { error: NEED })
  .describe('How many of the approvers must approve. Default: 1.');
const deny = z
  .enum(DENY_RULES)
  .describe(
    '`veto`: the first denial ends the decision. `majority`: it ends once `need` is out of reach. Default: veto.',
  );

const step = z
  .strictObject({
    name: filled(100).optional().describe('Shown to the approvers.'),
    approvers: people.describe('Everyone who is asked when the step opens.'),
    need: need.optional(),
    deny: deny.optional(),
    timeout_minutes: minutes(YEAR)
      .nullable()
      .optional()
      .describe("From the opening of the step. Null: no deadline. Default: the decision's."),
    escalate_after_minutes: minutes(YEAR).optional().describe('When the backups are asked.'),
    backup_approvers: people.optional().describe("Who is asked when the approvers don't answer in time."),
  })
  .meta({ id: 'StepRequest' });

/** The fields of a create request that say who decides, and within what time. */
export const planFields = {
  approver: email.optional().describe('Who decides. Give exactly one of approver, approvers and steps.'),
  approvers: people.optional().describe('Who decides, where several people are asked at once.'),
  need: need.optional(),
  deny: deny.optional(),
  backup_approver: email.nullable().default(null).describe("Who is asked when the approvers don't answer in time."),
  escalate_after_minutes: minutes(YEAR).nullable().default(null).describe('When the backup is asked.'),
  steps: atMost(MOST_STEPS, 'steps', z.array(step).min(1, 'must have at least one step').max(MOST_STEPS))
    .optional()
    .describe('Who decides, one step after the other.'),
  on_timeout: z
    .enum(TIMEOUT_RULES)
    .default('expire')
    .describe('What happens when the last deadline of the open step passes.'),
};

type Asked = z.output<z.ZodObject<typeof planFields>> & { readonly timeout_minutes: number | null };

/** One step of a decision: who is asked together, how many must approve, and within what time. */
export interface StepPlan {
  readonly name: string | null;
  readonly approvers: readonly string[];
  readonly need: number;
  readonly deny: DenyRule;
  /** From the opening of the step; null: no deadline. */
  readonly timeout_minutes: number | null;
  /** From the opening of the step; null with backups: at the timeout, and the backups get as long again. */
  readonly escalate_after_minutes: number | null;
  readonly backup_approvers: readonly string[];
}

/** Who decides, in one form for every request: `approver` and `approvers` become one step. */
export interface Plan {
  readonly steps: readonly StepPlan[];
  readonly on_timeout: TimeoutRule;
}

/** The plan of a request in which `faultsInPlan` finds nothing. */
export function planOf(asked: Asked): Plan {
  return { steps: stepsOf(asked).map((step) => stepPlan(step, asked)), on_timeout: asked.on_timeout };
}

/** Whether the request says who decides. */
export const hasApprovers = ({ approver, approvers, steps }: Partial<Asked>): boolean =>
  Boolean(approver ?? approvers ?? steps);

/** A step as a request has it: a decision without `steps` has one. */
type StepRequest = z.output<typeof step>;

function stepsOf({ steps, approver, approvers, ...asked }: Asked): readonly StepRequest[] {
  if (steps) return steps;
  const { need, deny, backup_approver: backup, escalate_after_minutes: after } = asked;
  return [
    {
      ...{ approvers: approvers ?? (approver ? [approver] : []), need, deny },
      ...(after === null ? {} : { escalate_after_minutes: after }),
      ...(backup === null ? {} : { backup_approvers: [backup] }),
    },
  ];
}

function stepPlan(step: StepRequest, { timeout_minutes }: Asked): StepPlan {
  const { name = null, approvers, need = 1, deny = 'veto', backup_approvers = [] } = step;
  return {
    ...{ name, approvers, need: need === 'all' ? approvers.length : need, deny },
    timeout_minutes: step.timeout_minutes === undefined ? timeout_minutes : step.timeout_minutes,
    escalate_after_minutes: step.escalate_after_minutes ?? null,
    backup_approvers,
  };
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The rest of a create request that the plan must fit. */
type Context = {
  readonly options?: readonly string[] | undefined;
  readonly response_type: ResponseType;
  readonly enforce: boolean;
  readonly min_assurance: Assurance;
};

/** What a schema can't say about the plan of a request: which fields exclude each other, and what can't be carried out. */
export function* faultsInPlan(asked: Asked & Context): Generator<Fault> {
  yield* faultsInForm(asked);
  const plan = planOf(asked);
  for (const [index, step] of plan.steps.entries()) yield* faultsInStep(step, asked.steps ? ['steps', index] : []);
  yield* faultsInTimeout(plan, asked);
}

const FORMS = ['approver', 'approvers', 'steps'] as const;
const OF_ONE_STEP = ['need', 'deny', 'backup_approver', 'escalate_after_minutes'] as const;

function* faultsInForm(asked: Asked): Generator<Fault> {
  const [first, ...others] = FORMS.filter((form) => asked[form] !== undefined);
  for (const form of others)
    yield { path: [form], message: `can't be combined with ${first}: give only one of ${FORMS.join(', ')}` };
  if (!asked.steps) return;
  for (const field of OF_ONE_STEP.filter((field) => (asked[field] ?? null) !== null))
    yield { path: [field], message: "can't be combined with steps: set it in each step" };
}

function* faultsInStep(step: StepPlan, at: Fault['path']): Generator<Fault> {
  const { approvers, need, timeout_minutes: timeout, escalate_after_minutes: after, backup_approvers: backups } = step;
  if (approvers.length > 0 && need > approvers.length)
    yield { path: [...at, 'need'], message: `must be at most ${approvers.length}, the number of approvers` };
  if (after === null) return;
  // A decision without steps may have the backup of its API key, which is not known here.
  if (at.length > 0 && backups.length === 0)
    yield { path: [...at, 'escalate_after_minutes'], message: 'requires backup_approvers' };
  if (timeout !== null && after >= timeout)
    yield { path: [...at, 'escalate_after_minutes'], message: `must be less than timeout_minutes (${timeout})` };
}

/** Why silence can't approve this request, if it is to. A policy's rule may add what speaks against it. */
export function* faultsInTimeout({ steps, on_timeout }: Plan, asked: Context): Generator<Fault> {
  if (on_timeout !== 'approve') return;
  const fault = (message: string): Fault => ({ path: ['on_timeout'], message });
  if (steps.some(({ timeout_minutes }) => timeout_minutes === null))
    yield fault('can be approve only with a deadline: set timeout_minutes');
  if (asked.enforce) yield fault("can't be approve with enforce true: a person must approve");
  if (rankOf(asked.min_assurance) > rankOf('link'))
    yield fault(`can't be approve with min_assurance ${asked.min_assurance}: a person must approve`);
  if (asked.options && !asked.options.includes('approve')) yield fault("can't be approve: options don't include it");
  if (needsInput(asked.response_type))
    yield fault(`can't be approve with response_type ${asked.response_type.type}: a person must fill it in`);
}

/** Whether an approval has to bring something along. */
function needsInput(type: ResponseType): boolean {
  const { checkData, checkTime } = rulesOf(type);
  const missing = checkData && 'faults' in checkData(type, {});
  return Boolean(missing ?? checkTime?.(type, null, new Date(0)));
}

function isDistinct(addresses: readonly string[]): boolean {
  return addresses.every((address, index) => addresses.findIndex((other) => isSamePerson(other, address)) === index);
}
