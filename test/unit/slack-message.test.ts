import fc from 'fast-check';
import { messageStateOf } from '../../channels/message-state';
import { parseButtonValue } from '../../channels/slack/button';
import { contentOf } from '../../channels/slack/content';
import type { Decision } from '../../domain/decision';
import { expectGolden } from '../support/golden';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import {
  answered,
  cancelled,
  minutesIn,
  passedOn,
  type Sample,
  type SampleAnswer,
  sampleDecision,
  waited,
} from '../support/sample-decision';
import { LINK, notificationOf } from '../support/sample-notification';
import { blocksOf, content } from '../support/slack/block-kit/message';
import { textsIn } from '../support/slack-said';

/** The same decisions in every run: another number makes others. */
const SEED = 20_261_122;
const SARAH = 'sarah@company.com';
const BEN = 'ben@company.com';
const CLEO = 'cleo@company.com';

const sample = (different: Sample = {}) => sampleDecision({ channel: 'slack', contentHash: 'c0ffee', ...different });
/** The message of one person, by default of the first, as it is shown now. */
function shownTo(decision: Decision, different: Parameters<typeof notificationOf>[1] = {}) {
  const context = notificationOf(decision, different);
  return contentOf(context, messageStateOf(decision, context.assignment));
}
const asked = (different: Sample = {}, how?: Parameters<typeof notificationOf>[1]) => shownTo(sample(different), how);
const ended = (given: SampleAnswer = {}, different: Sample = {}) => shownTo(answered(sample(different), given));

const AT_35 = { minutes: 35, by: SARAH } as const;
const DENIED = { ...AT_35, verdict: 'deny', notes: 'too expensive' } as const;
const QUORUM = { approvers: [SARAH, BEN, CLEO], need: 2 } as const;
const STEPS = {
  steps: [
    { name: 'Legal', approvers: [SARAH] },
    { name: 'Finance', approvers: [BEN, CLEO], need: 2 },
    { name: null, approvers: ['dana@company.com'] },
  ],
} as const;
const file = (name: string) => ({
  ...{ id: '01995d2e-0000-7000-8000-00000000f11e', name, type: 'application/pdf', size: 1, sha256: '' },
});
const FULL = {
  ...{ amount: 48_000, metadata: { account: { name: 'Acme Corp' }, deal: 'D-2291' }, backups: [BEN] },
  contextImages: ['https://agent.example.com/a.png', 'https://agent.example.com/b.png'],
  attachments: [file('acme-contract.pdf'), file('pricing-2026.xlsx')],
};
const CHOOSE = {
  responseType: { type: 'choose', label: 'Which environment?', choices: ['staging', 'production'] },
} satisfies Sample;

/** Each verdict's button, with what it carries, and each link's. */
const buttonsOf = (message: object) =>
  blocksOf(content.parse(message)).flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) =>
          one.type === 'button' ? [[one.text.text, parseButtonValue(one.value)?.verdict ?? one.url]] : [],
        )
      : [],
  );
/** All words of rich text, times in UTC. */
const richWords = (message: object) =>
  blocksOf(content.parse(message))
    .filter(({ type }) => type === 'rich_text')
    .flatMap((block) => textsIn(block, ['text', 'fallback']))
    .join('');

describe('a message is as it was when somebody last looked at it', () => {
  test.each<[string, object]>([
    ['asked', asked(FULL, { traceSteps: 6 })],
    ['asked-critical-with-a-long-title', asked({ urgency: 'critical', action: 'Delete '.repeat(30), context: null })],
    ['asked-low-of-the-backup', shownTo(waited(sample({ urgency: 'low', backups: [BEN] }), 60), { to: BEN })],
    ['asked-without-a-deadline', asked({ timeoutMs: null, agent: null, urgency: 'medium' })],
    ['asked-for-a-file', asked({ responseType: { type: 'file_upload', max_files: 1, accept: [] } })],
    ['asked-of-somebody-signed-in', asked({ minAssurance: 'login' })],
    ['asked-with-a-long-context', asked({ context: 'Point after point. '.repeat(600) })],
    ['asked-again', asked({}, { occasion: 'remind-5', now: minutesIn(30) })],
    ['asked-in-the-second-step', shownTo(answered(sample(STEPS)), { to: BEN })],
    ['asked-after-it-was-passed-on', shownTo(passedOn(sample(), BEN, 'You know Acme.\nI do not.'), { to: BEN })],
    ['escalated', shownTo(waited(sample({ backups: [BEN] }), 60))],
    ['answered', shownTo(answered(sample(QUORUM)))],
    ['passed-on', shownTo(passedOn(sample(), BEN))],
    ['no-longer-needed', shownTo(answered(sample({ steps: [{ approvers: [BEN, CLEO] }, {}] })), { to: CLEO })],
    ['approved', ended(AT_35)],
    ['approved-by-two', shownTo(answered(answered(sample(QUORUM)), { by: BEN, minutes: 35 }))],
    ['denied', ended(DENIED)],
    ['denied-by-the-deadline', shownTo(waited(sample({ onTimeout: 'deny' }), 60))],
    ['modified', ended({ ...AT_35, verdict: 'modify', notes: 'For $40,000,\nnot more' })],
    ['chosen', ended({ ...AT_35, data: { chosen: 'staging' } }, CHOOSE)],
    ['scheduled', ended({ ...AT_35, executeAt: minutesIn(24 * 60) })],
    ['cancelled', shownTo(cancelled(sample(), 'too expensive', 'Production key'))],
    ['expired', shownTo(waited(sample(), 60))],
    ['erased', shownTo(sample({ action: '[erased]', erasedAt: minutesIn(90) }))],
  ])('%s', (name, message) => {
    content.parse(message);
    expectGolden(`slack/${name}`, message);
  });
});

describe('the question', () => {
  test('has a button for each choice, which carries what was shown, and one for the page [h.sl.dm]', () => {
    expect(buttonsOf(asked())).toEqual([
      ['Approve', 'approve'],
      ['Deny', 'deny'],
      ['Modify', 'modify'],
      ['Open the page', LINK],
    ]);
    const { value } = JSON.parse(JSON.stringify(asked())).attachments[2].blocks[0].elements[0];
    expect(parseButtonValue(value)).toEqual({ decision: sampleDecision().id, verdict: 'approve', content: 'c0ffee' });
  });

  test('has only the choices that there are, called as on the page', () => {
    const confirm = asked({ responseType: { type: 'confirm' }, options: ['approve', 'deny'] });
    expect(buttonsOf(confirm).map(([label]) => label)).toEqual(['Confirm', 'Decline', 'Open the page']);
  });

  test('leads to the page for files, and answers the rest here', () => {
    const upload = asked({ responseType: { type: 'file_upload', max_files: 1, accept: [] } });
    expect(buttonsOf(upload)).toContainEqual(['Upload', `${LINK}?answer=approve`]);
    expect(buttonsOf(upload)).toContainEqual(['Deny', 'deny']);
  });

  test.each(['link', 'code', 'slack'] as const)('is answered in Slack where the level %s is enough', (minAssurance) => {
    expect(buttonsOf(asked({ minAssurance }))).toHaveLength(4);
  });

  test('cannot be answered in Slack where it takes more, and says where', () => {
    const message = asked({ minAssurance: 'login' });
    expect(buttonsOf(message)).toEqual([['Open the page', LINK]]);
    expect(richWords(message)).toContain('answer in the dashboard, signed in.');
  });

  test('links the files and images of the decision below the reader’s own link [h.sl.files]', () => {
    const links = JSON.stringify(asked(FULL)).match(/"url":"[^"]+"/g);
    for (const path of ['files/01995d2e-0000-7000-8000-00000000f11e', 'images/1', 'images/2'])
      expect(links).toContain(`"url":"${LINK}/${path}"`);
    expect(JSON.stringify(asked(FULL))).not.toContain('agent.example.com');
  });

  test('gives the deadline in the reader’s own zone, and how long it is until then', () => {
    const dates = JSON.stringify(asked()).match(/\{"type":"date".*?\}\}/g);
    expect(dates).toEqual([expect.stringContaining(`"timestamp":${minutesIn(60).getTime() / 1000},`)]);
    expect(richWords(asked())).toContain('Please answer by 14:30 UTC, Wednesday 25 March 2026 (in 60 minutes).');
  });

  test('cuts what is long where everyone sees it, with the link to the rest', () => {
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, 'v'.repeat(600)]));
    const message = richWords(asked({ context: 'x'.repeat(50_000), metadata }));
    expect(message).toContain('Cut here. 47,500 more characters are on the page.');
    expect(message).toContain('… (the rest is on the page)');
    expect(message).toContain('25 more are on the page.');
  });
});

describe('steps, quorum and people who stand in', () => {
  test('the question says how far the decision is, and what an approval does', () => {
    expect(richWords(asked(QUORUM))).toContain(
      '0 of 2 approvals so far. After your approval, one more is needed in this step.',
    );
    expect(richWords(shownTo(answered(sample(STEPS)), { to: BEN }))).toContain('Step 2 of 3, Finance.');
  });

  test('a plain question says nothing about steps', () => {
    expect(richWords(asked())).not.toMatch(/step|approvals so far/i);
  });

  test('who has approved reads that others still have to, without buttons', () => {
    const message = shownTo(answered(sample(QUORUM)));
    expect(richWords(message)).toContain(
      'You approved this request.\n1 of 2 approvals so far. Waiting for 1 more approval.',
    );
    expect(buttonsOf(message)).toEqual([['Open the page', LINK]]);
  });

  test('the people who still have to answer see that one has approved', () => {
    expect(richWords(shownTo(answered(sample(QUORUM)), { to: BEN }))).toContain('1 of 2 approvals so far.');
  });

  test('who approved the first step reads where the request is now', () => {
    expect(richWords(shownTo(answered(sample(STEPS))))).toContain(
      'You approved this request.\nStep 2 of 3, Finance. 0 of 2 approvals so far. Waiting for 2 more approvals.',
    );
  });

  test('who was not needed for the step reads that', () => {
    const steps = [{ approvers: [BEN, CLEO] }, { approvers: [SARAH] }];
    expect(richWords(shownTo(answered(sample({ steps })), { to: CLEO }))).toContain('Your answer is no longer needed.');
  });

  test('who passed it on reads to whom; the new person reads from whom, and the note', () => {
    const decision = passedOn(sample(), BEN, 'You know Acme.');
    expect(richWords(shownTo(decision))).toContain(`This request was passed on to ${BEN}.`);
    expect(buttonsOf(shownTo(decision))).toEqual([['Open the page', LINK]]);
    expect(richWords(shownTo(decision, { to: BEN }))).toContain(
      `${SARAH} passed this request on to you.\nNote: You know Acme.`,
    );
  });

  test('a reminder says that it is one', () => {
    expect(richWords(asked({}, { occasion: 'remind-5' }))).toContain("This is a reminder: you haven't answered yet.");
    expect(asked({}, { occasion: 'remind-5' }).text).toMatch(/^Reminder: /);
    expect(richWords(asked())).not.toContain('reminder');
  });

  test('after an escalation the first approver keeps the buttons, and reads who has been asked as well', () => {
    const message = shownTo(waited(sample({ backups: [BEN, CLEO] }), 60));
    expect(richWords(message)).toContain(
      `There was no answer in time, so ${BEN} and ${CLEO} have been asked as well. You can still answer.`,
    );
    expect(buttonsOf(message)).toHaveLength(4);
  });

  test('a person who is their own backup, however the address is spelled, reads nothing about being asked as well', () => {
    const decision = waited(sample({ backups: ['Sarah@Company.com'] }), 60);
    expect(richWords(shownTo(decision))).not.toContain('asked as well');
  });
});

describe('the outcome', () => {
  test('says who, when and why, and has no button but the page’s', () => {
    const message = ended(DENIED);
    expect(richWords(message)).toContain(
      'Denied by sarah@company.com, 14:05 UTC, Wednesday 25 March 2026: too expensive',
    );
    expect(buttonsOf(message)).toEqual([['Open the page', LINK]]);
  });

  test('names everyone whose approval counted, each once', () => {
    const decision = answered(answered(sample(QUORUM)), { by: BEN });
    expect(richWords(shownTo(decision))).toContain(`Approved by ${SARAH} and ${BEN}, `);
    const people = Array.from({ length: 5 }, (_, index) => `person${index}@company.com`);
    const all = people.reduce((one, by) => answered(one, { by }), sample({ approvers: people, need: 5 }));
    expect(richWords(shownTo(all))).toContain('person0@company.com, person1@company.com and 3 more, ');
    const twice = answered(answered(sample({ steps: [{}, { approvers: ['Sarah@Company.com'] }] })));
    expect(richWords(shownTo(twice))).toContain('Approved by Sarah@Company.com, ');
  });

  test('of a deadline or an operator names no person', () => {
    expect(richWords(shownTo(waited(sample({ onTimeout: 'deny' }), 60)))).toContain(
      'Denied when the deadline passed, ',
    );
    expect(richWords(shownTo(cancelled(sample(), null, 'temporal')))).toContain('Withdrawn by an operator, ');
  });

  test('cuts a long note', () => {
    const message = ended({ ...DENIED, notes: 'x'.repeat(10_000) });
    expect(richWords(message)).toContain(`${'x'.repeat(500)}… (9,500 more characters are on the page)`);
  });

  test('shows a number once, not as a note too', () => {
    const message = ended(
      { ...AT_35, data: { value: 15 }, notes: '15' },
      { responseType: { type: 'number_input', label: 'Discount %' } },
    );
    expect(richWords(message)).toMatch(/2026Discount % {2}15The agent may proceed\.$/);
  });

  test('of an erased decision tells nothing of it, not even where it was', () => {
    expect(JSON.stringify(shownTo(sample({ erasedAt: minutesIn(90) })))).not.toMatch(
      /Acme|sarah|agent|handover\.company/i,
    );
  });
});

/** A decision with this text wherever others may write one. */
const saying = (text: string): Sample => ({
  ...{ action: text, context: text, agent: text, metadata: { [text]: text, key: text } },
  ...{ name: text, approvers: [text, CLEO], backups: [BEN], need: 1, attachments: [file(text)] },
  responseType: { type: 'text_input', fields: [{ name: 'name', label: text, required: false }] },
});
const said = (text: string): SampleAnswer => ({ by: text, data: { name: text }, notes: text });
/** Every message that there can be about it. */
function allOf(different: Sample, given: SampleAnswer) {
  const decision = sample(different);
  const reminder = { occasion: 'remind-5', traceSteps: 3, note: given.notes ?? null };
  const late = waited(decision, 60);
  const decisions = [
    ...[decision, late, answered(sample({ ...different, need: 2 }), given), passedOn(decision, `x${given.by}`)],
    ...[answered(decision, given), answered(decision, { ...given, executeAt: minutesIn(90) })],
    ...[answered(decision, { ...given, verdict: 'deny' }), answered(decision, { ...given, verdict: 'modify' })],
    ...[cancelled(decision, given.notes, given.by), waited(decision, 1_000_000)],
  ];
  return [shownTo(decision, reminder), ...decisions.map((one) => shownTo(one))];
}

const anyText = (max: number) =>
  fc
    .oneof(
      fc.constantFrom(...HOSTILE.map(([, text]) => text)),
      fc.string({ minLength: 1, unit: 'binary', maxLength: 100 }),
      fc.constantFrom('"', '\\', '&', '<', '💥', '\n', 'x ', '\ud83d').map((one) => one.repeat(max)),
    )
    .map((text) => text.slice(0, max));
/** Whatever an agent may ask and an approver answer, as large as it can be. */
const anyDecision = fc.record({
  ...{ action: anyText(2_000), context: fc.option(anyText(50_000)), agent: fc.option(anyText(100)) },
  urgency: fc.constantFrom('low', 'medium', 'high', 'critical'),
  amount: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
  metadata: fc.option(
    fc.dictionary(anyText(300), fc.oneof(anyText(1_000), fc.jsonValue({ maxDepth: 3 })), { maxKeys: 50 }),
  ),
  contextImages: fc.array(fc.webUrl(), { maxLength: 5 }),
  attachments: fc.array(anyText(300).map(file), { maxLength: 5 }),
  ...{ name: fc.option(anyText(100)), approvers: fc.array(anyText(254), { minLength: 2, maxLength: 5 }) },
  ...{
    backups: fc.array(anyText(254), { maxLength: 5 }),
    timeoutMs: fc.option(fc.integer({ min: 600_000, max: 2 ** 40 })),
  },
  minAssurance: fc.constantFrom('link', 'slack', 'login'),
  responseType: fc.array(anyText(500), { minLength: 20, maxLength: 20 }).map((labels) => ({
    type: 'text_input',
    fields: FIELDS.map((name, index) => ({ name, label: labels[index], required: false })),
  })),
});
const FIELDS = Array.from({ length: 20 }, (_, index) => `field${index}`);
/** Every field of the form filled in. */
const anyAnswer = fc.record({
  ...{ by: anyText(254), notes: fc.option(anyText(10_000)) },
  data: anyText(10_000).map((text) => Object.fromEntries(FIELDS.map((name) => [name, text]))),
});

/** No words in it can be more than words, and Slack takes it whole. */
function expectInert(message: object): void {
  const json = JSON.stringify(message);
  const blocks = blocksOf(content.parse(message));
  expect(json.length).toBeLessThan(40_000);
  expect(blocks.length).toBeLessThanOrEqual(20); // seen: Slack refuses more in attachments, where it documents 50
  for (const block of blocks) expect(wordsIn(block).join('').length).toBeLessThanOrEqual(3_000);
  expect(json).not.toMatch(/"type":"(mrkdwn|user|usergroup|channel|broadcast|color)"|"emoji":true/);
  for (const url of textsIn(message, ['url'])) expect(url.startsWith(LINK)).toBe(true);
  expect([textOf(message), ...plainTexts(message)].join('\n')).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
  expect(hasUnseen(wordsIn(message).join('\n'))).toBe(false);
}
const textOf = (message: object): string => content.parse(message).text ?? '';
const wordsIn = (value: unknown) => textsIn(value, ['text', 'fallback', 'format']);
function plainTexts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'plain_text') return wordsIn(value);
  return Object.values(value).flatMap(plainTexts);
}

describe('words of others are words', () => {
  const ATTEMPTS = [
    ...HOSTILE,
    ['a link in disguise', '<https://evil.example|https://handover.company.com> [here](https://evil.example)'],
    ['markup', '*bold* _it_ ~no~ `code` ```\nblock\n``` > quote :fire: @here #general'],
    ['a date of its own', '<!date^1^{date}|never> <!subteam^S1> <!everyone>'],
    ['entities', '&lt;!channel&gt; &amp;lt; &'],
    ['nothing to see', '\u202e\u2066'],
    ['marks of direction', '\u202eevil\u202c \u2067x\u2069'],
  ] as const;

  test.each(ATTEMPTS)('%s', (_name, text) => {
    for (const message of allOf(saying(text), said(text))) expectInert(message);
  });

  test('are there as they were written', () => {
    const text = 'a <!channel> & `b` *c*';
    expect(richWords(asked({ context: text }))).toContain(text);
    expect(asked({ action: text }).blocks[0]).toMatchObject({ text: { text: 'a &lt;!channel&gt; &amp; `b` *c*' } });
  });

  test('whatever they are and however many, Slack takes the message', () => {
    fc.assert(
      fc.property(anyDecision, anyAnswer, (decision, given) => {
        for (const message of allOf(decision as Sample, given)) expectInert(message);
      }),
      { numRuns: 25, seed: SEED, endOnFailure: true },
    );
  });
});
