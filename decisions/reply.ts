import { type ViewContext, viewOf } from '../contract/view';
import type { Decision } from '../domain/decision';

/** The body of a reply that shows a whole decision. */
export const replyOf =
  (context: ViewContext) =>
  (decision: Decision): string =>
    JSON.stringify(viewOf(decision, new Date(), context));
