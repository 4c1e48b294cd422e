import { createHmac } from 'node:crypto';
import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

test('the quick start: asked by e-mail, approved on the page with a note, told by a signed callback [h.multiproc, h.base]', async () => {
  const { status, body } = await handover.call('POST', '/decisions', {
    ...QUICK_START,
    callback_url: handover.receiver.url,
  });
  expect(status).toBe(201);
  expect(Object.keys(body)).toEqual(['id', 'status', 'expires_at', 'created_at']);

  const mail = await handover.mailbox.to('sarah@company.com');
  expect(mail.html).toMatch(/Approve[\s\S]*Deny[\s\S]*Modify/);
  const link = linkIn(mail);
  expect(await (await fetch(link)).text()).toContain(QUICK_START.action);

  const answer = new URLSearchParams({ verdict: 'approve', note: 'Copy me on the mail.' });
  const posted = await fetch(link, {
    method: 'POST',
    body: answer,
    headers: { origin: handover.url },
    redirect: 'manual',
  });
  expect(posted.status).toBe(303);

  expect(await handover.get(body.id)).toMatchObject({
    status: 'approved',
    resolved_by: 'sarah@company.com',
    resolved_at: expect.any(String),
    response_notes: 'Copy me on the mail.',
  });
  const { raw, headers } = await handover.receiver.next((callback) => callback.body.decision.id === body.id);
  const signature = createHmac('sha256', handover.key.webhookSecret).update(raw).digest('hex');
  expect(headers['x-handover-signature']).toBe(`sha256=${signature}`);
});
