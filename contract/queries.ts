import { z } from 'zod';
import { STATUSES } from '../domain/status';
import { AUDIT_TYPES } from './audit';
import { email, time } from './fields';

/** The query of each operation that takes one. */

/** An address in a query. A plus that is not escaped arrives as a space, which no address has. */
const person = z
  .string()
  .transform((value) => value.replaceAll(' ', '+'))
  .pipe(email);

/** An id in a query. */
export const id = z.guid('must be an id');

/** `?limit=&cursor=` of every list. */
const LIMIT = 'must be a whole number from 1 to 100';
const paging = {
  limit: z.coerce.number({ error: LIMIT }).int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(20),
  cursor: z.guid('must be a cursor of this list').optional(),
};
export const pageQuery = z.strictObject(paging);

/** `GET /decisions` */
export const decisionsQuery = z.strictObject({
  ...paging,
  status: z
    .string()
    .transform((words) => words.split(','))
    .pipe(z.array(z.enum(STATUSES)))
    .optional()
    .describe('Separate several statuses with commas.')
    .meta({
      param: { style: 'form', explode: false },
      override: { type: 'array', items: { type: 'string', enum: [...STATUSES] } },
    }),
  approver: person.optional(),
  api_key_id: id.optional(),
  created_after: time.optional(),
  created_before: time.optional(),
});

const WAIT = 'must be a number of seconds from 0 to 30';

/** `GET /decisions/:id` */
export const decisionQuery = z.strictObject({
  wait: z.coerce.number({ error: WAIT }).min(0, WAIT).max(30, WAIT).default(0),
  status: z.enum(STATUSES).optional(),
  include: z.literal('trace').optional().describe('Adds the trace to the decision.'),
});

const auditFilters = {
  decision_id: id.optional(),
  type: z.enum(AUDIT_TYPES).optional(),
  actor: z
    .string()
    .transform((value) => (value.includes('@') ? value.replaceAll(' ', '+') : value))
    .optional(),
  after: time.optional(),
  before: time.optional(),
};

/** `GET /audit` */
export const auditQuery = z.strictObject({ ...paging, ...auditFilters });

/** `GET /audit/export` */
export const exportQuery = z.strictObject({ format: z.enum(['jsonl', 'csv']).default('jsonl'), ...auditFilters });

/** `GET /audit/checkpoints`: its cursor is a sequence. */
export const checkpointsQuery = z.strictObject({
  ...paging,
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a cursor of this list')
    .transform(BigInt)
    .optional(),
});

const policyScope = {
  api_key_id: id.optional().describe("The key whose own rules are meant; the workspace's without it."),
};

/** `/policy`, but for its list. */
export const policyQuery = z.strictObject(policyScope);

/** `GET /policy/versions` */
export const policyVersionsQuery = z.strictObject({ ...policyScope, ...paging });
