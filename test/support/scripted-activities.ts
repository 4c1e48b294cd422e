import { ApplicationFailure } from '@temporalio/activity';
import type { Activities } from '../../activities';
import type { Decision } from '../../domain/decision';
import { KeptDecision } from './kept-decision';

/** One try of a callback, as the receiver sees it. */
export interface Try {
  readonly deliveryId: string;
  /** When it began, by the server's clock, in milliseconds since the epoch. */
  readonly at: number;
  /** The gap in milliseconds that follows the last attempt, as the workflow says; null: none follows. */
  readonly next: number | null;
}

/** What happened to one decision, and how the world around it behaves. */
export interface Story {
  readonly kept: KeptDecision;
  /** Every activity in order: `notify 0`, `record approved`, `callback decision.resolved`. */
  readonly steps: string[];
  /** How often `record` was called, in vain or not. */
  recordings: number;
  readonly tries: Try[];
  /** How the agent's server takes each try; `number` counts over all events, from 1. */
  receiver: (number: number) => 'arrives' | 'fails' | 'is gone';
  /** Whether messages can be edited. */
  slack: 'answers' | 'is away';
  /** How PostgreSQL takes each `record`; `number` counts from 1. */
  postgres: (number: number) => 'answers' | 'is away' | 'loses the reply';
}

/** The activities of the workflows without a world: they note that they were called, and do what the story says. */
export type ScriptedActivities = Pick<
  Activities,
  | 'record'
  | 'notify'
  | 'showOutcome'
  | 'showBehind'
  | 'callback'
  | 'startUnstarted'
  | 'sendUntaken'
  | 'recordClosedByHand'
  | 'checkpointAudit'
  | 'eraseOld'
> & {
  /** Begins a decision's story. */
  tell(decision: Decision): Story;
};

const nothing = async (): Promise<void> => undefined;

export function scriptedActivities(now: () => Promise<number>): ScriptedActivities {
  const stories = new Map<string, Story>();
  const storyOf = (id: string): Story => {
    const story = stories.get(id);
    if (!story) throw ApplicationFailure.nonRetryable(`there is no story of ${id}`);
    return story;
  };

  return {
    tell: (decision) => {
      const kept = new KeptDecision(decision);
      const story: Story = {
        ...{ kept, steps: [], tries: [], recordings: 0 },
        receiver: () => 'arrives',
        slack: 'answers',
        postgres: () => 'answers',
      };
      stories.set(decision.id, story);
      return story;
    },

    record: async (asked) => {
      const story = storyOf(asked.id);
      story.recordings += 1;
      const reply = story.postgres(story.recordings);
      if (reply === 'is away') throw new Error('PostgreSQL is away');
      const recorded = story.kept.record(asked);
      if (reply === 'loses the reply') throw new Error('PostgreSQL went away before it replied');
      story.steps.push(`record ${recorded.outcome.status}`);
      return recorded;
    },

    notify: async (decisionId, height) => {
      storyOf(decisionId).steps.push(`notify ${height}`);
    },

    showOutcome: async (decisionId) => {
      const { steps, kept, slack } = storyOf(decisionId);
      steps.push(`showOutcome ${kept.decision.status}`);
      if (slack === 'is away') throw new Error('Slack is away');
    },

    callback: async (deliveryId, next) => {
      const [decisionId = '', event = 'decision.created'] = deliveryId.split(':');
      const story = storyOf(decisionId);
      story.steps.push(`callback ${event}`);
      story.tries.push({ deliveryId, next, at: await now() });
      const reply = story.receiver(story.tries.length);
      if (reply === 'is gone') throw ApplicationFailure.nonRetryable('the receiver answered 410');
      if (reply === 'fails') throw new Error('the callback did not arrive');
    },

    ...{
      startUnstarted: nothing,
      sendUntaken: nothing,
      recordClosedByHand: nothing,
      checkpointAudit: nothing,
      eraseOld: nothing,
      showBehind: nothing,
    },
  };
}
