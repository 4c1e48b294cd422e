import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import { type Answer, type DecisionSpec, OpenDecision, type Outcome, TEMPORAL_CANCEL } from '../contract/decision';
import { TASK_QUEUES } from '../contract/workflow-names';
import { deliver } from './delivery';
import { waitingFor } from './details';

const { record } = wf.proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '3 seconds', // PostgreSQL away: let go of the workflow task, come back by timer
  retry: { maximumInterval: '30 seconds' },
});
const { notify } = wf.proxyActivities<Activities>({ taskQueue: TASK_QUEUES.notify, startToCloseTimeout: '30 seconds' });
const { showOutcome } = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.notify,
  scheduleToCloseTimeout: '10 seconds', // nobody who awaits the outcome waits longer for a message; `reconcile` edits it later
});

export const resolve = wf.defineUpdate<Outcome, [Answer]>('resolve');
/** The durable way in: Temporal keeps it even while no worker is running. */
export const resolveSignal = wf.defineSignal<[Answer]>('resolve');
export const outcome = wf.defineQuery<Outcome>('outcome');

/** Tells what was recorded: by its delivery, and in the messages that were sent. */
type Tell = (recorded: { readonly deliveryId: string | null; readonly edits?: boolean }) => void;

/** One decision, from the first notification to the last callback. Its result is the outcome. */
export async function decision(spec: DecisionSpec): Promise<Outcome> {
  const open = new OpenDecision(spec); // whole before any handler: an answer may be here already

  wf.setHandler(outcome, () => open.outcome());
  wf.setHandler(resolveSignal, (answer) => {
    if (!open.refusal(answer, Date.now())) open.take(answer);
  });
  wf.setHandler(
    resolve,
    async (answer) => {
      open.take(answer);
      const isSettled = () => open.recordedId === answer.id || open.answerId !== answer.id;
      await wf.CancellationScope.nonCancellable(() => wf.condition(isSettled));
      return open.outcome();
    },
    {
      validator: (answer) => {
        const refusal = open.refusal(answer, Date.now());
        if (refusal) throw wf.ApplicationFailure.nonRetryable(refusal, refusal, open.outcome());
      },
    },
  );
  // Cancelling from Temporal's UI is an answer like any other; nothing below can be cut short.
  wf.CancellationScope.current().cancelRequested.catch(() => {
    const at = Date.now();
    const withdrawal: Answer = { id: TEMPORAL_CANCEL, verdict: 'cancel', executeAt: null, at };
    if (!open.refusal(withdrawal, at)) open.take(withdrawal);
  });
  return wf.CancellationScope.nonCancellable(async () => {
    const told = new Map<string, Promise<void>>();
    const shown: Promise<void>[] = [];
    const tell: Tell = ({ deliveryId: id, edits }) => {
      if (edits) shown.push(showOutcome(spec.id).catch(() => undefined));
      if (id !== null && !told.has(id)) told.set(id, deliver(id));
    };
    if (!spec.notify) tell({ deliveryId: spec.id }); // the delivery of decision.created has the decision's own id
    await climb(open, spec, tell);
    if (open.status === 'scheduled') await waitUntilDue(open, tell);
    wf.setCurrentDetails(`Over: ${open.status}.`);
    await Promise.all([...told.values(), ...shown]);
    await wf.condition(wf.allHandlersFinished);
    return open.outcome();
  });
}

/** Asks the approver of each rung in turn, until an answer stands or the last rung's time is over. */
async function climb(open: OpenDecision, spec: DecisionSpec, tell: Tell): Promise<void> {
  let asked = -1;
  // Once at least: the answer may have come before this line.
  do {
    if (open.isOpen && spec.notify && asked !== open.height) {
      asked = open.height;
      void notify(spec.id, asked).catch(() => undefined);
    }
    wf.setCurrentDetails(waitingFor(open.rung, open.height, spec.ladder.length));
    if (!(await until(() => !open.isOpen, open.rung.until))) open.miss();
    await settle(open, tell);
  } while (open.isOpen);
}

/** Has the store take where the decision stands, tells what it took, and adopts what the store says stands. */
async function settle(open: OpenDecision, tell: Tell): Promise<void> {
  do {
    const asked = open.outcome();
    const { outcome: stands, ...recorded } = await record(asked);
    tell(recorded);
    if (open.answerId === asked.answerId) open.adopt(stands); // else: another answer came meanwhile, and is recorded next
    open.recordedId = stands.answerId;
  } while (!open.isRecorded);
}

/** Sleeps until the scheduled time, then tells that it has come. A cancel before it is told instead. */
async function waitUntilDue(open: OpenDecision, tell: Tell): Promise<void> {
  wf.setCurrentDetails(waitingFor({ until: open.executeAt }, -1, 0));
  while (open.status === 'scheduled' && !open.due) {
    if (!(await until(() => open.status !== 'scheduled', open.executeAt))) open.due = true;
    await settle(open, tell);
  }
}

/** Waits for the condition; false when the time (null: none) came first. */
async function until(met: () => boolean, time: number | null): Promise<boolean> {
  if (time !== null) return wf.condition(met, Math.max(1, time - Date.now()));
  await wf.condition(met);
  return true;
}
