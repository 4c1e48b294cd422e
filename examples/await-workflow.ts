/**
 * A back-end service that awaits the decision's workflow with a Temporal client, without polling or a callback.
 *   HANDOVER_API_KEY=ho_live_… TEMPORAL_ADDRESS=127.0.0.1:7233 node dist/examples/await-workflow.js
 * Exits with 0 only if it was approved.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { Outcome } from '../domain/snapshot';
import { workflowIdOf } from '../workflows/names';

const {
  HANDOVER_URL = 'http://localhost:3000',
  HANDOVER_API_KEY,
  TEMPORAL_ADDRESS = '127.0.0.1:7233',
  TEMPORAL_NAMESPACE = 'default',
} = process.env;

/** The workflow as a client sees it. */
type DecisionWorkflow = (id: string) => Promise<Outcome>;

async function main(): Promise<void> {
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: TEMPORAL_NAMESPACE });
  try {
    const id = await ask();
    console.log(`Asked: decision ${id}`);
    const { status } = await outcomeOf(client, id);
    console.log(`Outcome: ${status}`);
    process.exitCode = status === 'approved' ? 0 : 1;
  } finally {
    await connection.close();
  }
}

/** Decisions are created over HTTP, which checks the key, applies limits and policy, and writes the audit. */
async function ask(): Promise<string> {
  const reply = await fetch(`${HANDOVER_URL}/decisions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${HANDOVER_API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      action: 'Send contract to Acme Corp for $48,000/year',
      context: 'Customer requested enterprise plan after 3 sales calls.',
      approver: 'sarah@company.com',
      urgency: 'high',
    }),
  });
  const body = await reply.json();
  if (!reply.ok) throw new Error(`${body.code}: ${body.error}`);
  return body.id;
}

/** The outcome, however long it takes. It contains no text: the note and who answered are in `GET /decisions/:id`. */
async function outcomeOf(client: Client, id: string): Promise<Outcome> {
  for (;;)
    try {
      return await client.workflow.getHandle<DecisionWorkflow>(workflowIdOf(id)).result();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await sleep(1_000); // the decision is stored, and its workflow starts in a moment
    }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
