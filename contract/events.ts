import type { Decision } from '../domain/decision';
import { iso } from './times';
import { isPermitted, responseDataView, type ViewContext, viewOf } from './view';

/** What receivers are told. `decision.created` goes to a `callback_url` only with channel `webhook`. */
export const EVENTS = [
  'decision.created',
  'decision.resolved',
  'decision.expired',
  'decision.escalated',
  'decision.due',
  'answer.counted',
] as const;
export type EventName = (typeof EVENTS)[number];

/** Events that carry the whole decision, for receivers that show it to people. */
const WHOLE: readonly EventName[] = ['decision.created', 'answer.counted'];

/** The exact body of an event, made once and sent byte for byte in every attempt. All keys are always present. */
export function eventBody(
  type: EventName,
  decision: Decision,
  { at, sequence, ...context }: { readonly at: Date; readonly sequence: number } & ViewContext,
): string {
  return JSON.stringify({
    event: type,
    decision: WHOLE.includes(type)
      ? viewOf(decision, at, context)
      : summaryOf(decision, type === 'decision.due' || isPermitted(decision, at), context),
    timestamp: at.toISOString(),
    sequence,
  });
}

function summaryOf(decision: Decision, isActionPermitted: boolean, context: ViewContext) {
  return {
    id: decision.id,
    status: decision.status,
    resolved_by: decision.resolvedBy,
    response_notes: decision.responseNotes,
    response_data: responseDataView(context, decision),
    action: decision.action,
    execute_at: iso(decision.executeAt),
    metadata: decision.metadata,
    action_permitted: isActionPermitted,
  };
}
