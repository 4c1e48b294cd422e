import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const CHOOSE = { type: 'choose', label: 'Which environment?', choices: ['staging', 'production', 'canary'] };
const TEXT = {
  type: 'text_input',
  fields: [
    { name: 'subject', label: 'Email subject line', required: true },
    { name: 'notes', label: 'Additional notes', placeholder: 'Optional' },
  ],
};
const NUMBER = { type: 'number_input', label: 'Discount %', min: 0, max: 50 };
const CONFIRM = { type: 'confirm' };

const ask = (response_type: unknown, over: object = {}) => handover.ask({ response_type, ...over });
const approve = (id: string, response_data?: unknown) => handover.answer(id, { action: 'approve', response_data });

/** The paths at fault in a refused request. */
async function faults(reply: ReturnType<Harness['call']>): Promise<string[]> {
  const { status, body } = await reply;
  expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
  return body.details.map(({ path }: { path: string }) => path);
}
const refusedAsk = (response_type: unknown, over: object = {}) =>
  faults(handover.call('POST', '/decisions', { action: 'x', approver: 'sarah@company.com', response_type, ...over }));

let people = 0;
/** A decision with its approver's page: what it shows, and how its form is sent. */
async function askByMail(response_type: unknown) {
  people += 1;
  const approver = `filler${people}@company.com`;
  const id = await ask(response_type, { approver, callback_url: handover.receiver.url });
  const link = linkIn(await handover.mailbox.to(approver));
  const send = (fields: Record<string, string>) =>
    fetch(link, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: handover.url },
      redirect: 'manual',
    });
  return { id, send, page: async () => (await fetch(link)).text() };
}

/** What the agent is told in the end: the same on GET and in the callback [h.rt.json]. */
async function outcomeOf(id: string) {
  const { status, response_data, response_notes } = await handover.get(id);
  const { body } = await handover.receiver.next((callback) => callback.body.decision.id === id);
  expect(body.decision).toMatchObject({ status, response_data, response_notes });
  return { status, response_data, response_notes };
}

test('an unknown type is refused with those that there are [h.f.rtype]', async () => {
  const { body } = await handover.call('POST', '/decisions', {
    ...{ action: 'x', approver: 'sarah@company.com', response_type: { type: 'wish' } },
  });
  expect(body.details).toEqual([
    {
      path: 'response_type.type',
      message: 'must be one of approve_deny, choose, text_input, number_input, confirm, file_upload, schedule',
    },
  ]);
});

test('approve_deny is what a decision without a type has, and takes no data [h.rt.approve_deny]', async () => {
  const id = await ask({ type: 'approve_deny' });
  expect((await handover.get(await handover.ask())).response_type).toEqual({ type: 'approve_deny' });
  expect(await faults(approve(id, { chosen: 'a' }))).toEqual(['response_data']);
  expect((await approve(id, {})).body).toMatchObject({ status: 'approved', response_data: null });
});

test('choose: the page shows each choice, and the one that is picked is told [h.rt.choose, h.rt.json]', async () => {
  const { id, send, page } = await askByMail(CHOOSE);
  const html = await page();
  expect(html).toContain('Which environment?');
  for (const choice of CHOOSE.choices) expect(html).toContain(`name="chosen" value="${choice}"`);
  expect((await send({ verdict: 'approve', chosen: 'canary' })).status).toBe(303);
  expect(await outcomeOf(id)).toEqual({
    status: 'approved',
    response_data: { chosen: 'canary' },
    response_notes: null,
  });
  expect(await page()).toContain('canary');
});

test.each([
  [{ type: 'choose' }, 'response_type.choices'],
  [{ type: 'choose', choices: ['one'] }, 'response_type.choices'],
  [{ type: 'choose', choices: ['one', 2] }, 'response_type.choices.1'],
  [{ type: 'choose', choices: ['one', 'one'] }, 'response_type.choices'],
  [{ type: 'choose', choices: ['one', ' '] }, 'response_type.choices.1'],
  [{ type: 'text_input' }, 'response_type.fields'],
  [{ type: 'text_input', fields: [] }, 'response_type.fields'],
  [{ type: 'text_input', fields: [{ label: 'No name' }] }, 'response_type.fields.0.name'],
  [{ type: 'text_input', fields: [{ name: 'a' }, { name: 'a' }] }, 'response_type.fields'],
  [{ type: 'text_input', fields: [{ name: '__proto__' }] }, 'response_type.fields.0.name'],
  [{ type: 'number_input', min: 2, max: 1 }, 'response_type.min'],
  [{ type: 'number_input', min: '1' }, 'response_type.min'],
  [{ type: 'number_input', step: 1 }, 'response_type.step'],
])('the response type %j is refused at %s', async (response_type, path) => {
  expect(await refusedAsk(response_type)).toEqual([path]);
});

test.each([
  ['h.rt.choose.v', undefined, 'response_data.chosen', CHOOSE],
  ['h.rt.choose.v', { chosen: 'nope' }, 'response_data.chosen', CHOOSE],
  ['h.rt.choose.v', { chosen: ['staging'] }, 'response_data.chosen', CHOOSE],
  ['h.resolve.data', { chosen: 'staging', more: 1 }, 'response_data.more', CHOOSE],
  ['h.rt.text.v', { notes: 'Send at 9am' }, 'response_data.subject', TEXT],
  ['h.rt.text.v', { subject: ' ' }, 'response_data.subject', TEXT],
  ['h.rt.text.v', { subject: 1 }, 'response_data.subject', TEXT],
  ['h.rt.number.v', {}, 'response_data.value', NUMBER],
  ['h.rt.number.v', { value: 51 }, 'response_data.value', NUMBER],
  ['h.rt.number.v', { value: -1 }, 'response_data.value', NUMBER],
  ['h.rt.number.v', { value: 'fifteen' }, 'response_data.value', NUMBER],
  ['h.rt.number.v', { value: '' }, 'response_data.value', NUMBER],
  ['h.rt.confirm', { sure: true }, 'response_data', CONFIRM],
])('[%s] an approval with %j is refused at %s, and the decision stays open', async (_row, data, path, type) => {
  const id = await ask(type);
  expect(await faults(approve(id, data))).toEqual([path]);
  expect((await handover.get(id)).status).toBe('pending');
});

test('text_input: what is needed must be there, the rest may be absent, and all comes back as it was typed [h.rt.text]', async () => {
  const { id, send, page } = await askByMail(TEXT);
  const refused = await send({ verdict: 'approve', 'fields[subject]': '', 'fields[notes]': 'Send at 9am' });
  const html = await refused.text();
  expect(refused.status).toBe(400);
  expect(html).toContain('Email subject line is required.');
  expect(html).toContain('value="Send at 9am"');
  expect((await send({ verdict: 'approve', 'fields[subject]': 'Spring <Sale>', 'fields[notes]': '' })).status).toBe(
    303,
  );
  expect(await outcomeOf(id)).toEqual({
    ...{ status: 'approved', response_data: { subject: 'Spring <Sale>' }, response_notes: null },
  });
  expect(await page()).toContain('Spring &lt;Sale>');
});

test('number_input: a number in its bounds, from a form too, is told and stands in the notes where there are none [h.rt.number] [h.rt.number.notes]', async () => {
  const { id, send, page } = await askByMail(NUMBER);
  expect(await page()).toMatch(/name="value" type="number"[^>]* min="0" max="50"/);
  const refused = await send({ verdict: 'approve', value: '51' });
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('Discount % must be at most 50.'),
  ]);
  expect((await send({ verdict: 'approve', value: '15' })).status).toBe(303);
  expect(await outcomeOf(id)).toEqual({ status: 'approved', response_data: { value: 15 }, response_notes: '15' });
  const own = await ask(NUMBER);
  const { body } = await handover.answer(own, { action: 'approve', notes: 'No more', response_data: { value: '7.5' } });
  expect(body).toMatchObject({ response_data: { value: 7.5 }, response_notes: 'No more' });
});

test('confirm has two buttons, Confirm and Decline, and no modify [h.rt.confirm]', async () => {
  const { id, send, page } = await askByMail(CONFIRM);
  const buttons = [...(await page()).matchAll(/<button[^>]*value="(\w+)"[^>]*>([^<]+)</g)].map(([, value, text]) => [
    value,
    text,
  ]);
  expect(buttons).toEqual([
    ['approve', 'Confirm'],
    ['deny', 'Decline'],
  ]);
  expect((await handover.get(id)).options).toEqual(['approve', 'deny']);
  expect(await faults(handover.answer(id, { action: 'modify', notes: 'x' }))).toEqual(['action']);
  expect(await refusedAsk(CONFIRM, { options: ['approve', 'modify'] })).toEqual(['options']);
  expect((await send({ verdict: 'deny' })).status).toBe(303);
  expect(await outcomeOf(id)).toEqual({ status: 'denied', response_data: null, response_notes: null });
});

test('modify takes data in place of notes, and deny takes none, whatever is filled in on the page', async () => {
  const [modified, denied] = [await ask(TEXT), await askByMail(NUMBER)];
  const data = { subject: 'Summer Sale' };
  const { body } = await handover.answer(modified, { action: 'modify', response_data: data });
  expect(body).toMatchObject({ status: 'modified', response_data: data });
  expect(await faults(handover.answer(denied.id, { action: 'deny', response_data: { value: 1 } }))).toEqual([
    'response_data',
  ]);
  expect((await denied.send({ verdict: 'deny', value: '99' })).status).toBe(303);
  expect(await outcomeOf(denied.id)).toMatchObject({ status: 'denied', response_data: null });
});
