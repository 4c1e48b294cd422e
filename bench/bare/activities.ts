import { createMailer } from '../../channels/email/mailer';
import { readConfig } from '../../platform/config';

export type BareActivities = ReturnType<typeof createBareActivities>;

/** What the product does to the outside world, with its own mailer, and nothing besides. */
export function createBareActivities(callbackUrl: string) {
  const send = createMailer(readConfig());
  return {
    ask: (id: string) =>
      send({
        id,
        to: 'sarah@company.com',
        subject: 'Send contract to Acme Corp',
        text: `Approve or deny: https://approvals.company.com/${id}`,
        html: `<p><a href="https://approvals.company.com/${id}">Approve or deny</a></p>`,
      }),
    callback: async (id: string) => {
      const body = JSON.stringify({ decision: { id } });
      await (await fetch(callbackUrl, { method: 'POST', body })).body?.cancel();
    },
  };
}
