import type { Json } from './json';

export const TRACE_TYPES = ['message', 'reasoning', 'tool_call', 'tool_result'] as const;

/** One thing that the agent saw or did before it asked. */
export interface TraceItem {
  readonly type: (typeof TRACE_TYPES)[number];
  readonly role?: string | undefined;
  readonly name?: string | undefined;
  readonly content: Json;
  /** ISO 8601 with an offset. */
  readonly at?: string | undefined;
}
