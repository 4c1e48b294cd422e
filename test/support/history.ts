import type { Client } from '@temporalio/client';

/**
 * All that Temporal keeps of a workflow's run, as one text: every event with its payloads decoded. The summary that
 * operators see in the list is left out: it shows the action on purpose.
 */
export async function historyText({ workflow }: Client, workflowId: string): Promise<string> {
  const { events } = await workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map(({ userMetadata: _, ...event }) => textsIn(event).join('\n')).join('\n');
}

/** Those of these texts that are part of a longer one. */
export const foundIn = (text: string, parts: readonly string[]): readonly string[] =>
  parts.filter((part) => text.includes(part));

/** Every text in a value, however deep, bytes read as UTF-8. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
