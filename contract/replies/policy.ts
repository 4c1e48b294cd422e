import { z } from 'zod';
import { OUTCOMES } from '../../domain/policy/rule';
import { rule } from '../policy';
import { id, type ReplyOf, time } from './shapes';

/** A version of the rules of a key or of the workspace. */
export const policyReply = z
  .strictObject({
    version: z.int(),
    rules: z.array(rule),
    note: z.string().nullable(),
    created_at: time.nullable().describe('Null for version 0, the empty one.'),
    created_by: z.string().nullable(),
  })
  .meta({ id: 'Policy' });
export type PolicyReply = ReplyOf<typeof policyReply>;

const outcome = z.enum(OUTCOMES);
/** What other rules would have made of earlier decisions. */
export const simulationReply = z.strictObject({
  evaluated: z.int(),
  changed: z.array(
    z.strictObject({
      decision_id: id,
      action: z.string(),
      was: outcome.describe('What the policy did then.'),
      would_be: outcome,
      rule: z.string().nullable().describe('The rule that would match. Null: none.'),
    }),
  ),
  totals: z.strictObject({ approve: z.int(), deny: z.int(), ask: z.int() }),
});
