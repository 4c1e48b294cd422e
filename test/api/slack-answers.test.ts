import { getDecision } from '../../store/decisions';
import type { Person, View } from '../support/slack';
import { byPerson, type SlackHarness, startSlackHarness, withButton, wordsIn } from '../support/slack-asked';
import { colleague } from '../support/slack-people';
import { buttonsOf, saidIn, untilSays } from '../support/slack-said';
import { until } from '../support/until';

let handover: SlackHarness;
beforeAll(async () => {
  handover = await startSlackHarness();
});
afterAll(() => handover?.stop());

const CHOOSE = { type: 'choose', label: 'Which environment?', choices: ['staging', 'production', 'canary'] };
const TEXT = {
  type: 'text_input',
  fields: [
    { name: 'subject', label: 'Subject line', placeholder: 'Spring Sale', required: true },
    { name: 'more', label: 'Anything else' },
  ],
};
const NUMBER = { type: 'number_input', label: 'Discount %', min: 0, max: 50 };

/** Asks, presses a button, and gives the form that it opens. */
async function openForm(over: Record<string, unknown>, verdict = 'approve') {
  const asked = await handover.askInSlack({ callback_url: handover.receiver.url, ...over });
  const { status } = await handover.slack.press(asked.message, asked.person, { actionId: `answer.${verdict}` });
  expect(status).toBe(200);
  const view = handover.slack.views.findLast(({ user }) => user === asked.person) as View;
  return { ...asked, view };
}

/** The decision as the agent sees it, by polling and by callback; the message has lost its buttons by then. */
async function outcomeOf(id: string, person: Person) {
  const decision = await handover.get(id, '?wait=30');
  const { body } = await handover.receiver.next((callback) => callback.body.decision.id === id);
  expect(body.decision).toMatchObject({ status: decision.status, response_data: decision.response_data });
  const message = await handover.messageTo(person, id);
  await until('the message shows the outcome', () => message.edits > 0 && !wordsIn(message).includes('answer.'));
  const { status, response_data, response_notes, execute_at } = decision;
  expect(decision).toMatchObject(byPerson(person));
  return { status, response_data, response_notes, execute_at };
}
const NOTHING_ELSE = { response_data: null, response_notes: null, execute_at: null };

test.each([
  ['approve', 'approve_deny', 'approved'],
  ['deny', 'approve_deny', 'denied'],
  ['approve', 'confirm', 'approved'],
  ['deny', 'confirm', 'denied'],
])(
  'a click on %s of %s answers at once, and the message shows it [h.sl.click, h.rt.slack]',
  async (verdict, type, status) => {
    const over = { response_type: { type }, callback_url: handover.receiver.url };
    const { id, person, message } = await handover.askInSlack(over);
    const { status: reply, body } = await handover.slack.press(message, person, { actionId: `answer.${verdict}` });
    expect([reply, body]).toEqual([200, '']);
    expect(await outcomeOf(id, person)).toEqual({ ...NOTHING_ELSE, status });
    expect(handover.slack.views.filter(({ user }) => user === person)).toEqual([]);
  },
);

test('choose is asked for in a form: a bare click decides nothing [h.rt.slack]', async () => {
  const { id, person, view } = await openForm({ response_type: CHOOSE });
  expect((await handover.get(id)).status).toBe('pending');
  expect(await handover.slack.submit(view, person)).toMatchObject({ status: 200 });
  expect(view.errors).toEqual({
    'response_data.chosen': expect.stringMatching(/^This is required/),
  });
  await handover.slack.submit(view, person, { 'Which environment?': 'canary', notes: 'Half of it first.' });
  expect(view.open).toBe(false);
  const given = { response_data: { chosen: 'canary' }, response_notes: 'Half of it first.' };
  expect(await outcomeOf(id, person)).toEqual({ ...NOTHING_ELSE, ...given, status: 'approved' });
});

test('choices that Slack would cut short are listed whole, and many of them are a menu [h.rt.slack]', async () => {
  const choices = Array.from({ length: 100 }, (_, index) => `${'long '.repeat(90)}choice ${index}`);
  const { id, person, view } = await openForm({ response_type: { type: 'choose', choices } });
  for (const choice of choices) expect(wordsIn(view)).toContain(choice);
  const option = JSON.stringify(view.blocks).match(/"(43\. long[^"]+…)"/)?.[1] ?? '';
  await handover.slack.submit(view, person, { 'response_data.chosen': option });
  expect(await outcomeOf(id, person)).toMatchObject({ response_data: { chosen: choices[42] } });
});

test('text_input has an input for each field, and its texts come back as typed [h.rt.slack]', async () => {
  const { id, person, view } = await openForm({ response_type: TEXT });
  expect(wordsIn(view)).toContain('Spring Sale');
  await handover.slack.submit(view, person, { 'Subject line': '  ', 'Anything else': 'No.' });
  expect(view.errors).toEqual({ 'response_data.subject': 'This is required.' });
  await handover.slack.submit(view, person, { 'Subject line': 'Summer <Sale> & *more*' });
  const response_data = { subject: 'Summer <Sale> & *more*' };
  expect(await outcomeOf(id, person)).toEqual({ ...NOTHING_ELSE, response_data, status: 'approved' });
});

test('number_input takes a number within its bounds [h.rt.slack]', async () => {
  const { id, person, view } = await openForm({ response_type: NUMBER });
  expect(wordsIn(view)).toContain('From 0 to 50.');
  await handover.slack.submit(view, person, { 'Discount %': 51 });
  expect(view.errors).toEqual({ 'response_data.value': expect.stringMatching(/^This must be .*50/) });
  await handover.slack.submit(view, person, { 'Discount %': 7.5 });
  expect(await outcomeOf(id, person)).toMatchObject({ status: 'approved', response_data: { value: 7.5 } });
});

test('schedule takes a time to come, or now where that is allowed [h.rt.slack]', async () => {
  const { id, person, view } = await openForm({ response_type: { type: 'schedule' } });
  await handover.slack.submit(view, person, { execute_at: 1_600_000_000 });
  expect(view.errors.execute_at).toBe('This must be in the future (got 14:26 in Berlin on Sunday 13 September 2020).');
  const later = Math.floor(Date.now() / 1_000) + 3_600;
  await handover.slack.submit(view, person, { execute_at: later });
  const execute_at = new Date(later * 1_000).toISOString();
  expect(await outcomeOf(id, person)).toEqual({ ...NOTHING_ELSE, execute_at, status: 'scheduled' });
  const now = await openForm({ response_type: { type: 'schedule' } });
  await handover.slack.submit(now.view, now.person);
  expect(await outcomeOf(now.id, now.person)).toEqual({ ...NOTHING_ELSE, status: 'approved' });
});

test('a schedule that must have a time says so at its field', async () => {
  const { view, person, id } = await openForm({ response_type: { type: 'schedule', allow_immediate: false } });
  await handover.slack.submit(view, person);
  expect(view.errors).toEqual({ execute_at: 'This is required: this decision asks for a time.' });
  expect((await handover.get(id)).status).toBe('pending');
});

test('modify asks what should change, and deny why where that is needed', async () => {
  const [modify, deny] = [await openForm({}, 'modify'), await openForm({ require_reason_on_deny: true }, 'deny')];
  await handover.slack.submit(modify.view, modify.person, { notes: ' ' });
  await handover.slack.submit(deny.view, deny.person);
  expect(modify.view.errors).toEqual({ notes: 'This is required with modify: describe the change.' });
  expect(deny.view.errors).toEqual({ notes: 'This is required with deny: give a reason.' });
  await handover.slack.submit(modify.view, modify.person, { 'What should change?': 'Make it $40,000.' });
  await handover.slack.submit(deny.view, deny.person, { 'Why?': 'Too expensive.' });
  const [modified, denied] = [await outcomeOf(modify.id, modify.person), await outcomeOf(deny.id, deny.person)];
  expect(modified).toEqual({ ...NOTHING_ELSE, status: 'modified', response_notes: 'Make it $40,000.' });
  expect(denied).toEqual({ ...NOTHING_ELSE, status: 'denied', response_notes: 'Too expensive.' });
});

test('modify takes data in place of words where the type has any', async () => {
  const { id, person, view } = await openForm({ response_type: NUMBER }, 'modify');
  await handover.slack.submit(view, person, { 'Discount %': 10 });
  expect(await outcomeOf(id, person)).toMatchObject({ status: 'modified', response_data: { value: 10 } });
});

test('files are answered with on the page: a click for them leads there, and can still deny [h.rt.slack]', async () => {
  const { id, person, message } = await handover.askInSlack({ response_type: { type: 'file_upload' } });
  const { contentHash: content } = await getDecision(handover.db, id);
  await handover.slack.press(withButton(message, { decision: id, verdict: 'approve', content }), person, 'approve');
  expect(await handover.noteTo(person, 'on its page')).toMatch(/"url":"http[^"]+\/d\/[\w-]{43}"/);
  expect((await handover.get(id)).status).toBe('pending');
  await handover.slack.press(message, person, { actionId: 'answer.deny' });
  expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'denied', ...byPerson(person) });
});

describe('who comes too late', () => {
  test('is told by whom, when and why it was decided, and the message shows it', async () => {
    const { id, person, message } = await handover.askInSlack();
    await handover.answer(id, { action: 'deny', notes: 'Too expensive', resolved_by: 'ben@company.com' });
    await handover.slack.press(message, person, { actionId: 'answer.approve' });
    expect(await handover.noteTo(person, 'Denied')).toMatch(
      /Denied by ben@company.com, \d\d:\d\d in Berlin, [^:]+: Too expensive\. The agent won't proceed\. Your answer wasn't counted\./,
    );
    await until('the message shows the outcome', () => !wordsIn(message).includes('answer.'));
    expect(await handover.get(id)).toMatchObject({ status: 'denied', resolved_by: 'ben@company.com' });
  });

  test('with a form is told in its place', async () => {
    const { id, person, view } = await openForm({ response_type: CHOOSE });
    await handover.answer(id, { action: 'deny', notes: '<!channel> *Stop*', resolved_by: 'ben@company.com' });
    await handover.slack.submit(view, person, { 'response_data.chosen': 'canary' });
    expect(view).toMatchObject({ open: true, title: { text: 'Your answer' } });
    expect(view.blocks[0]).toMatchObject({ type: 'section', text: { type: 'plain_text', emoji: false } });
    expect(wordsIn(view)).toContain('&lt;!channel&gt; *Stop*');
  });

  test('is told that it expired', async () => {
    const { id, person, message } = await handover.askInSlack({ timeout_minutes: 0.05 });
    await handover.get(id, '?wait=30');
    await handover.slack.press(message, person, { actionId: 'answer.approve' });
    await handover.noteTo(person, "The request wasn't answered in time");
    expect((await handover.get(id)).status).toBe('expired');
  });

  test('has a message mended whose edit had failed', async () => {
    const { id, person, message } = await handover.askInSlack();
    handover.slack.fail('chat.update', ...Array(99).fill({ status: 503 }));
    await handover.answer(id, { action: 'approve' });
    await handover.stopWorker(); // which would try again
    handover.slack.fail('chat.update');
    await handover.slack.press(message, person, { actionId: 'answer.deny' });
    await until('the message shows the outcome', () => !wordsIn(message).includes('answer.'));
    expect(await handover.get(id)).toMatchObject({ status: 'approved', resolved_via: 'api' });
    await handover.startWorker();
  });
});

test('what has changed since the message was sent is shown, and not decided', async () => {
  const { id, person, message } = await handover.askInSlack();
  const old = withButton(message, { decision: id, verdict: 'approve', content: 'another content' });
  await handover.slack.press(old, person, 'approve');
  await handover.noteTo(person, 'has changed since the message was sent');
  expect((await handover.get(id)).status).toBe('pending');
});

test('the backup answers once asked, and the first approver still may', async () => {
  const ask = async () => {
    const backup = handover.slack.person(handover.team, { email: `backup${Math.random()}@company.com` });
    const times = { timeout_minutes: 10, escalate_after_minutes: 0.02 };
    const asked = await handover.askInSlack({ backup_approver: backup.email, ...times });
    return { ...asked, backup, second: await handover.messageTo(backup, asked.id) };
  };
  const [one, other] = [await ask(), await ask()];
  await handover.slack.press(one.second, one.backup, { actionId: 'answer.approve' });
  await handover.slack.press(other.message, other.person, { actionId: 'answer.deny' });
  expect(await handover.get(one.id, '?wait=30')).toMatchObject({ status: 'approved', ...byPerson(one.backup) });
  expect(await handover.get(other.id, '?wait=30')).toMatchObject({ status: 'denied', ...byPerson(other.person) });
});

test('an answer of the level login is not given here: the click is told where it is', async () => {
  const { id, person, message } = await handover.askInSlack({ min_assurance: 'slack' });
  await handover.db.decision.update({ where: { id }, data: { minAssurance: 'login' } }); // no entrance offers it yet
  const { contentHash: content } = await getDecision(handover.db, id);
  for (const verdict of ['approve', 'modify'] as const) {
    await handover.slack.press(withButton(message, { decision: id, verdict, content }), person, verdict);
    await handover.noteTo(person, 'answer in the dashboard, signed in');
  }
  expect(handover.slack.views.filter(({ user }) => user === person)).toEqual([]);
});

test('a message that a crash left unknown is known from the click on, and shows the outcome', async () => {
  const { id, person, message } = await handover.askInSlack();
  await until('it is noted', () => handover.db.notification.count({ where: { decisionId: id, status: 'sent' } }));
  await handover.db.notification.deleteMany({ where: { decisionId: id } });
  await handover.slack.press(message, person, { actionId: 'answer.approve' });
  await until('the message shows the outcome', () => !wordsIn(message).includes('answer.'));
});

describe('steps and quorum', () => {
  const several = (...people: readonly Person[]) => ({
    approver: undefined,
    approvers: people.map(({ email }) => email),
  });

  test('who approves first reads that another approval is needed, and the second approval completes it [h.who.page]', async () => {
    const [ann, ben] = [colleague(handover), colleague(handover)];
    const id = await handover.ask({ channel: 'slack', ...several(ann, ben), need: 2 });
    const [first, second] = [await handover.messageTo(ann, id), await handover.messageTo(ben, id)];
    expect(saidIn(first)).toContain('0 of 2 approvals so far.');
    await handover.slack.press(first, ann, { actionId: 'answer.approve' });
    await untilSays(first, 'You approved this request.\n1 of 2 approvals so far. Waiting for 1 more approval.');
    expect(buttonsOf(first)).toEqual(['Open the page']);
    await untilSays(second, '1 of 2 approvals so far. Your approval completes the request.');
    await handover.slack.press(second, ben, { actionId: 'answer.approve' });
    for (const message of [first, second]) await untilSays(message, `Approved by ${ann.email} and ${ben.email}`);
    expect(await handover.get(id)).toMatchObject({ status: 'approved', ...byPerson(ben) });
  });

  test('a second answer of the same person is not counted, and they are told that the first one stands', async () => {
    const [ann, ben] = [colleague(handover), colleague(handover)];
    const id = await handover.ask({ channel: 'slack', ...several(ann, ben), need: 2 });
    const message = await handover.messageTo(ann, id);
    await handover.slack.press(message, ann, { actionId: 'answer.approve' });
    await untilSays(message, 'You approved this request.');
    await handover.slack.press(message, ann, { actionId: 'answer.deny' });
    await handover.noteTo(ann, 'You approved this request.');
    expect(await handover.get(id)).toMatchObject({ status: 'pending' });
    expect(await handover.db.answer.count({ where: { decisionId: id } })).toBe(1);
  });

  test('a person asked in two steps, with the address spelled in two ways, answers for the message they click', async () => {
    const ann = colleague(handover);
    const steps = [
      { name: 'Legal', approvers: [ann.email] },
      { name: 'Finance', approvers: [ann.email.toUpperCase()] },
    ];
    const id = await handover.ask({ channel: 'slack', approver: undefined, steps });
    const first = await handover.messageTo(ann, id);
    await handover.slack.press(first, ann, { actionId: 'answer.approve' });
    const second = await until('the second step is asked', () =>
      handover.slack.messages.find((one) => one !== first && one.user === ann && wordsIn(one).includes(id)),
    );
    expect(saidIn(second)).toContain('Step 2 of 2, Finance.');
    await untilSays(first, 'You approved this request.\nStep 2 of 2, Finance.');
    await handover.slack.press(first, ann, { actionId: 'answer.deny' });
    await handover.noteTo(ann, 'Your first answer stands.');
    await handover.slack.press(second, ann, { actionId: 'answer.approve' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved' });
  });

  test('a request that was passed on says so in the old message, and is answered in the new one', async () => {
    const [ben, { id, person, message }] = [colleague(handover), await handover.askInSlack()];
    await handover.call('POST', `/decisions/${id}/reassign`, { from: person.email, to: ben.email, reason: 'On leave' });
    await untilSays(message, `This request was passed on to ${ben.email}.`);
    await handover.slack.press(message, person, { actionId: 'answer.approve' });
    await handover.noteTo(person, `passed on to ${ben.email}`);
    const second = await handover.messageTo(ben, id);
    expect(saidIn(second)).toContain('Note: On leave');
    await handover.slack.press(second, ben, { actionId: 'answer.approve' });
    expect(await handover.get(id, '?wait=30')).toMatchObject({ status: 'approved', ...byPerson(ben) });
  });

  test('a reminder is a second message with buttons, and both lose them at the end', async () => {
    const { id, person, message } = await handover.askInSlack();
    expect((await handover.call('POST', `/decisions/${id}/remind`, {})).status).toBe(202);
    const reminder = await until('the reminder comes', () =>
      handover.slack.messages.find((one) => one !== message && one.user === person),
    );
    expect(saidIn(reminder)).toContain("This is a reminder: you haven't answered yet.");
    await handover.slack.press(reminder, person, { actionId: 'answer.approve' });
    for (const one of [message, reminder]) await untilSays(one, `Approved by ${person.email}`);
  });
});
