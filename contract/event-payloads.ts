import { z } from 'zod';
import type { EventName } from './events';
import { decisionReply } from './replies/decision';
import { time } from './replies/shapes';

/** What callbacks say of a decision, unless they carry the whole one. */
const resolution = z
  .strictObject({
    ...decisionReply.pick({ id: true, status: true, resolved_by: true, response_notes: true, response_data: true })
      .shape,
    ...decisionReply.pick({ action: true, execute_at: true, metadata: true }).shape,
    action_permitted: z.boolean().describe('Whether the agent may act.'),
  })
  .meta({ id: 'DecisionResolution' });

const envelope = <Event extends EventName, Decision extends z.ZodType>(event: Event, decision: Decision) =>
  z.strictObject({
    event: z.literal(event),
    decision,
    sequence: z.int().describe('Increases within a decision, so that an older event that arrives late is recognised.'),
    timestamp: time,
  });

/** The body of each event that is sent to a callback. */
export const EVENT_PAYLOADS = {
  'decision.created': envelope('decision.created', decisionReply),
  'decision.resolved': envelope('decision.resolved', resolution),
  'decision.expired': envelope('decision.expired', resolution),
  'decision.escalated': envelope('decision.escalated', resolution),
  'decision.due': envelope('decision.due', resolution),
  'answer.counted': envelope('answer.counted', decisionReply),
} as const satisfies Record<EventName, z.ZodObject>;
