import type { DecisionEvent } from './decision';
import type { Decision } from './model';
import { iso } from './times';
import { isPermitted, viewOf } from './view';

/**
 * The exact body of a callback, made once and sent byte for byte on every try.
 * All keys are always there. `decision.created` carries the whole decision, for whoever shows it to the approver.
 */
export function callbackBody(event: DecisionEvent, decision: Decision, at: Date): string {
  return JSON.stringify({
    event,
    decision:
      event === 'decision.created'
        ? viewOf(decision, at)
        : resolutionOf(decision, event === 'decision.due' || isPermitted(decision, at)),
    timestamp: at.toISOString(),
  });
}

function resolutionOf(decision: Decision, permitted: boolean) {
  return {
    id: decision.id,
    status: decision.status,
    resolved_by: decision.resolvedBy,
    response_notes: decision.responseNotes,
    response_data: decision.responseData,
    action: decision.action,
    execute_at: iso(decision.executeAt),
    metadata: decision.metadata,
    action_permitted: permitted,
  };
}
