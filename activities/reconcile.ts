import { heartbeat } from '@temporalio/activity';
import { type Answer, type EndedByHand, TEMPORAL_CANCEL } from '../contract/decision';
import type { Decision } from '../contract/model';
import type { Clock } from '../platform/clock';
import type { Metrics } from '../platform/metrics';
import { findUnsettled, refuseAnswer, settleAnswers } from '../store/answers';
import type { Db } from '../store/db';
import { findUnfinished, findUnstarted, getDecision } from '../store/decisions';
import { findPending, findUncarried } from '../store/deliveries';
import { record } from '../store/record';

interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Starts a decision's workflow where there is none yet. */
  start(decision: Decision): Promise<void>;
  /** Signals an answer to the decision's workflow; false when none is running. */
  resend(decisionId: string, answer: Answer): Promise<boolean>;
  /** Decisions whose workflows were ended by hand since then, with the reason given. */
  endedByHand(since: Date): AsyncIterable<EndedByHand>;
  /** Starts a delivery that no `delivery` workflow works on, or ever has. */
  ensureDelivery(deliveryId: string): Promise<void>;
}
/** What is younger than this is still in the hands of the request that made it. */
const PATIENCE_MS = 5_000;
const ANSWER_PATIENCE_MS = 12_000;
const PAGE = 200;
const MOST_DELIVERIES = 2_000;
const LOOK_BACK_MS = 24 * 3_600_000;

export function createReconciliation({ db, clock, metrics, start, resend, endedByHand, ensureDelivery }: Deps) {
  const before = (ms: number) => new Date(clock().getTime() - ms);
  return {
    /** Starts every decision that is kept but was never noted as started, and what tells those that a policy resolved. */
    async startUnstarted(): Promise<void> {
      await forAll([startDecisions, startDeliveries], (part) => part());
    },

    /**
     * Sends every answer once more that its workflow may not have: untaken ones, and taken ones that it never confirmed.
     * An answer's id makes it one answer, however often it comes.
     */
    async sendUntaken(): Promise<void> {
      await forAll(await findUnsettled(db, before(ANSWER_PATIENCE_MS), PAGE), async (answer) => {
        const isRunning = await resend(answer.decisionId, answer);
        if (answer.state === 'taken') return settleAnswers(db, [answer]);
        if (isRunning) return;
        const decision = await getDecision(db, answer.decisionId);
        if (decision.resolvedAt !== null || decision.status === 'expired')
          await refuseAnswer(db, decision, answer, 'ALREADY_RESOLVED', clock());
      });
    },

    /** Records decisions whose workflow an operator ended, and tells what that workflow can tell no more. */
    async recordClosedByHand(): Promise<void> {
      for await (const ended of endedByHand(before(LOOK_BACK_MS))) {
        heartbeat();
        await recordEnded(ended);
        for (const deliveryId of await findPending(db, ended.decisionId)) await ensureDelivery(deliveryId);
      }
    },
  };

  async function startDecisions(): Promise<void> {
    for (let page = 0; page < PAGE; page += 1) {
      const decisions = await findUnstarted(db, before(PATIENCE_MS), PAGE);
      await forAll(decisions, start);
      if (decisions.length < PAGE) return;
    }
  }

  async function startDeliveries(): Promise<void> {
    await forAll(await findUncarried(db, before(PATIENCE_MS), MOST_DELIVERIES), ensureDelivery);
  }

  /** Cancelled, with the reason, unless it was over already. */
  async function recordEnded({ decisionId, reason, at }: EndedByHand): Promise<void> {
    const [decision] = await findUnfinished(db, [decisionId]);
    if (!decision) return;
    const denied = {
      status: 'denied',
      answerId: TEMPORAL_CANCEL,
      answeredAt: at.getTime(),
      executeAt: null,
      due: false,
    } as const;
    const { moved } = await record(db, { id: decision.id, ...denied }, clock(), reason);
    if (moved) metrics.count(moved.decision, moved.answered);
  }
}

/** Does the work for each, one after the other. What fails for one does not keep it from the rest; it is thrown at the end. */
async function forAll<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    heartbeat();
    await work(item).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
