import type { WorkflowHandle } from '@temporalio/client';
import { deliveryWorkflowId } from '../../contract/workflow-names';
import type { Ask, AskedDecision } from '../support/asked-decision';
import { until } from '../support/until';

/** A second or so, in minutes. */
const SOON = 0.02;
const SECONDS = 1_000;
/** The first tries of a dead receiver take 35 s. */
const PATIENCE = 120 * SECONDS;

/** What a path is walked with. */
export interface Walk {
  readonly ask: Ask;
  /** The workflow of this id. */
  workflow(id: string): WorkflowHandle;
  /** One run of `reconcile` that finds nothing to do. */
  reconcile(): Promise<WorkflowHandle>;
}
type Path = (walk: Walk) => Promise<WorkflowHandle>;

const ended = async ({ handle }: AskedDecision): Promise<WorkflowHandle> => {
  await handle.result();
  return handle;
};
const done = (asked: AskedDecision, step: string) => until(step, () => asked.steps.includes(step), PATIENCE);

/** A decision whose receiver is dead, ended. */
async function undelivered({ ask }: Walk): Promise<AskedDecision> {
  const asked = await ask();
  asked.receiver = () => 'fails';
  await asked.answer();
  await ended(asked);
  return asked;
}

/** Every way that a workflow can go, or wait, on a real server: what a new version must be able to replay. */
export const PATHS: Readonly<Record<string, Path>> = {
  approved: async ({ ask }) => {
    const asked = await ask();
    await done(asked, 'notify 0');
    await asked.answer();
    return ended(asked);
  },
  denied: async ({ ask }) => {
    const asked = await ask();
    await asked.answer({ verdict: 'deny' });
    return ended(asked);
  },
  modified: async ({ ask }) => {
    const asked = await ask({ options: ['approve', 'modify'], callbackUrl: null });
    await asked.answer({ verdict: 'modify' });
    return ended(asked);
  },
  expired: async ({ ask }) => ended(await ask({ backupApprover: null, timeoutMinutes: SOON })),
  'escalated-then-expired': async ({ ask }) => ended(await ask({ timeoutMinutes: SOON })),
  'escalated-then-approved': async ({ ask }) => {
    const asked = await ask({ escalateAfterMinutes: SOON });
    await done(asked, 'notify 1');
    await asked.answer();
    return ended(asked);
  },
  'scheduled-then-due': async ({ ask }) => {
    const asked = await ask();
    await asked.answer({ executeAt: Date.now() + 1.5 * SECONDS });
    return ended(asked);
  },
  'scheduled-then-cancelled': async ({ ask }) => {
    const asked = await ask();
    await asked.answer({ executeAt: Date.now() + PATIENCE });
    await done(asked, 'callback decision.resolved');
    await asked.answer({ verdict: 'cancel' });
    return ended(asked);
  },
  'cancelled-in-temporal': async ({ ask }) => {
    const asked = await ask();
    await done(asked, 'notify 0');
    await asked.handle.cancel();
    return ended(asked);
  },
  'webhook-channel': async ({ ask }) => {
    const asked = await ask({ channel: 'webhook' });
    await done(asked, 'callback decision.created');
    await asked.answer();
    return ended(asked);
  },
  'slack-approved': async ({ ask }) => {
    const asked = await ask({ channel: 'slack', callbackUrl: null });
    await done(asked, 'notify 0');
    await asked.answer();
    return ended(asked);
  },
  'slack-escalated-then-denied': async ({ ask }) => {
    const asked = await ask({ channel: 'slack', escalateAfterMinutes: SOON });
    await done(asked, 'notify 1');
    await asked.answer({ verdict: 'deny' });
    return ended(asked);
  },
  'slack-away': async ({ ask }) => {
    const asked = await ask({ channel: 'slack' });
    asked.slack = 'is away';
    await asked.answer();
    return ended(asked);
  },
  'signal-without-argument': async ({ ask }) => {
    const asked = await ask();
    await asked.handle.signal('resolve');
    await asked.leave();
    return ended(asked);
  },
  'forged-answer-then-denied': async ({ ask }) => {
    const asked = await ask();
    await asked.forge();
    await done(asked, 'record pending');
    await asked.answer({ verdict: 'deny' });
    return ended(asked);
  },
  'postgres-away': async ({ ask }) => {
    const asked = await ask();
    asked.postgres = (number) => (number <= 3 ? 'is away' : 'answers');
    await asked.answer();
    return ended(asked);
  },
  'receiver-gone': async ({ ask }) => {
    const asked = await ask();
    asked.receiver = () => 'is gone';
    await asked.answer();
    return ended(asked);
  },
  'receiver-dead': async (walk) => (await undelivered(walk)).handle,
  'receiver-dead-delivery-waiting': async (walk) => {
    const { id } = await undelivered(walk);
    return walk.workflow(deliveryWorkflowId(`${id}:decision.resolved:approved`));
  },
  'reconcile-before-upkeep': async ({ reconcile }) => reconcile(),
  reconcile: async ({ reconcile }) => reconcile(),
  'reconcile-with-messages': async ({ reconcile }) => reconcile(),
  waiting: async ({ ask }) => {
    const asked = await ask();
    await done(asked, 'notify 0');
    return asked.handle;
  },
  'waiting-for-the-backup': async ({ ask }) => {
    const asked = await ask({ escalateAfterMinutes: SOON });
    await done(asked, 'notify 1');
    return asked.handle;
  },
  'waiting-for-its-time': async ({ ask }) => {
    const asked = await ask();
    await asked.answer({ executeAt: Date.now() + PATIENCE });
    await done(asked, 'callback decision.resolved');
    return asked.handle;
  },
};
