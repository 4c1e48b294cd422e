import { type Answer, type Outcome, TEMPORAL_CANCEL } from '../../contract/decision';
import type { Decision } from '../../domain/decision';
import type { AnswerRow } from '../../store/answers';
import { type Move, nextMove } from '../../store/next-move';
import type { Recorded } from '../../store/record';

/** One decision's rows in memory, moved forward by the rule that moves the real ones. */
export class KeptDecision {
  private answerId: string | null = null;
  private untaken: readonly AnswerRow[] = [];
  private lastDelivery: string | null = null;

  constructor(private kept: Decision) {}

  get decision(): Decision {
    return this.kept;
  }

  /** Keeps an answer, as every entrance does before it asks the referee. */
  keepAnswer(answer: Answer): void {
    this.untaken = [...this.untaken, { ...answer, ...WORDS }];
  }

  /** What the activity of this name does. Deliveries are named by decision, event and status. */
  record(asked: Outcome): Recorded {
    const answers = asked.answerId === TEMPORAL_CANCEL ? [...this.untaken, cancelOf(asked)] : this.untaken;
    const move = nextMove({ decision: this.kept, answerId: this.answerId }, asked, answers, new Date());
    if (move) this.apply(move);
    const edits = move !== null && this.kept.channel === 'slack';
    return { outcome: this.outcome(), deliveryId: this.kept.callbackUrl && this.lastDelivery, edits };
  }

  private apply({ event, answer, change }: Move): void {
    this.kept = Object.assign({ ...this.kept }, change);
    this.lastDelivery = `${this.kept.id}:${event}:${this.kept.status}`;
    if (answer === null) return;
    this.answerId = answer.id;
    const mayStill = ({ verdict }: AnswerRow) => this.kept.status === 'scheduled' && verdict === 'cancel';
    this.untaken = this.untaken.filter((other) => other.id !== answer.id && mayStill(other));
  }

  private outcome(): Outcome {
    const { id, status, resolvedAt, executeAt, dueAt } = this.kept;
    return {
      ...{ id, status, answerId: this.answerId, due: dueAt !== null },
      answeredAt: resolvedAt?.getTime() ?? null,
      executeAt: executeAt?.getTime() ?? null,
    };
  }
}

const cancelOf = ({ answeredAt }: Outcome): AnswerRow => ({
  ...{ id: TEMPORAL_CANCEL, verdict: 'cancel', executeAt: null, at: answeredAt ?? 0 },
  ...WORDS,
});

/** What the workflow never sees of an answer. */
const WORDS: Omit<AnswerRow, keyof Answer> = {
  ...{ notes: null, data: null, author: 'sarah@company.com', via: 'page' },
  ...{ assurance: 'link', apiKeyId: null, linkId: null },
};
