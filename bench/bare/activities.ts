import { createMailer } from '../../channels/email/mailer';
import { createEmail } from '../../channels/email/send';
import { readConfig } from '../../platform/config';
import { sampleDecision } from '../../test/support/sample-decision';

export type BareActivities = ReturnType<typeof createBareActivities>;

/** What the product does to the outside world: it sends the same mail and makes a callback. Nothing is stored. */
export function createBareActivities(callbackUrl: string) {
  const email = createEmail(createMailer(readConfig()));
  return {
    ask: async (id: string) => {
      const decision = sampleDecision({ id });
      const [assignment] = decision.state.assignments;
      if (!assignment) throw new Error('nobody is asked');
      await email.send({
        ...{ decision, assignment, occasion: 'ask', traceSteps: 0, note: null, now: new Date() },
        link: `https://approvals.company.com/d/${id}`,
      });
    },
    callback: async (id: string) => {
      const body = JSON.stringify({ decision: { id } });
      await (await fetch(callbackUrl, { method: 'POST', body })).body?.cancel();
    },
  };
}
