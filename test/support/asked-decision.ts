import type { Client, WorkflowHandleWithStartDetails } from '@temporalio/client';
import type { Answer, DecisionSpec, Outcome } from '../../contract/decision';
import { ladderOf } from '../../contract/ladder';
import type { Decision } from '../../domain/decision';
import { TASK_QUEUES, workflowIdOf } from '../../contract/workflow-names';
import { newId } from '../../platform/ids';
import type { decision as decisionWorkflow } from '../../workflows';
import { sampleDecision } from './sample-decision';
import type { ScriptedActivities, Story } from './scripted-activities';

/** A decision whose workflow is running. */
export interface AskedDecision extends Story {
  readonly id: string;
  readonly handle: WorkflowHandleWithStartDetails<typeof decisionWorkflow>;
  /** An answer through the API's door, an approval unless told otherwise: kept, then the referee asked. */
  answer(over?: Partial<Answer>): Promise<Outcome>;
  /** The same, left at Temporal for whenever a worker reads it. */
  leave(over?: Partial<Answer>): Promise<void>;
  /** Reaches Temporal without any of our doors: no answer is kept. */
  forge(over?: Partial<Answer>): Promise<void>;
  /** What the steps of this name were called with, in order. */
  did(step: 'notify' | 'record' | 'showOutcome' | 'callback'): readonly string[];
}

/** Asks for decisions of a backup and a callback, like the API, where activities are scripted. */
export type Ask = (over?: Partial<Decision>) => Promise<AskedDecision>;

interface World {
  readonly client: Client;
  readonly activities: ScriptedActivities;
  /** The server's time. */
  now(): Promise<number>;
}

export function createAsk(world: World): Ask {
  return async (over = {}) => {
    const decision = await newDecision(world, over);
    const story = world.activities.tell(decision);
    const handle = await world.client.workflow.start<typeof decisionWorkflow>('decision', startOptions(decision));
    return Object.assign(story, conversation(world, story, handle));
  };
}

/** A decision created now, asked of an approver for an hour, then of a backup for another, and called back. */
export async function newDecision({ now }: Pick<World, 'now'>, over: Partial<Decision>): Promise<Decision> {
  return sampleDecision({
    ...{ id: newId(), createdAt: new Date(await now()), timeoutMinutes: 60, backupApprover: 'ben@company.com' },
    ...{ callbackUrl: 'https://agent.example.com/hook', options: ['approve', 'deny'] },
    ...over,
  });
}

/** How the API starts a decision's workflow. */
export function startOptions(decision: Decision) {
  const { id, options, channel } = decision;
  const spec: DecisionSpec = { id, options, ladder: ladderOf(decision), notify: channel !== 'webhook' };
  return { workflowId: workflowIdOf(id), taskQueue: TASK_QUEUES.decisions, args: [spec] as [DecisionSpec] };
}

function conversation(
  { now }: World,
  { kept, steps }: Story,
  handle: WorkflowHandleWithStartDetails<typeof decisionWorkflow>,
): Omit<AskedDecision, keyof Story> {
  const compose = async (over: Partial<Answer> = {}): Promise<Answer> => ({
    ...{ id: newId(), verdict: 'approve', executeAt: null, at: await now() },
    ...over,
  });
  return {
    id: kept.decision.id,
    handle,
    answer: async (over) => {
      const answer = await compose(over);
      kept.keepAnswer(answer);
      return handle.executeUpdate<Outcome, [Answer]>('resolve', { args: [answer], updateId: answer.id });
    },
    leave: async (over) => {
      const answer = await compose(over);
      kept.keepAnswer(answer);
      await handle.signal('resolve', answer);
    },
    forge: async (over) => handle.signal('resolve', await compose(over)),
    did: (name) => steps.filter((step) => step.startsWith(`${name} `)).map((step) => step.slice(name.length + 1)),
  };
}
