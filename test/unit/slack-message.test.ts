import fc from 'fast-check';
import type { Telling } from '../../channels/message';
import { askedIn } from '../../channels/slack/ask';
import { readValue } from '../../channels/slack/button';
import { standsIn } from '../../channels/slack/standing';
import type { Standing } from '../../channels/standing';
import type { Decision } from '../../domain/decision';
import { expectGolden } from '../support/golden';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { ASKED_AT, minutesIn, sampleDecision } from '../support/sample-decision';
import { blocksOf, content } from '../support/slack/block-kit/message';
import { textsIn } from '../support/slack-said';

/** The same decisions in every run: another number makes others. */
const SEED = 20_261_122;
const LINK = 'https://handover.company.com/d/TOKEN';
const BEN = 'ben@company.com';

const telling = (different: Partial<Decision> = {}, how: Partial<Telling> = {}): Telling => ({
  ...{ decision: sampleDecision({ channel: 'slack', contentHash: 'c0ffee', ...different }), steps: 0, height: 0 },
  ...{ recipient: 'sarah@company.com', link: LINK, now: ASKED_AT, ...how },
});
const asked = (different: Partial<Decision> = {}, how?: Partial<Telling>) => askedIn(telling(different, how));
const stands = (standing: Exclude<Standing, 'asked'>, different: Partial<Decision> = {}) =>
  standsIn(telling(different), standing);

const over = { resolvedAt: minutesIn(35), resolvedBy: 'sarah@company.com' } as const;
const denied = { ...over, status: 'denied', responseNotes: 'too expensive' } as const;
const file = (name: string) => ({
  ...{ id: '01995d2e-0000-7000-8000-00000000f11e', name, type: 'application/pdf', size: 1, sha256: '' },
  url: 'https://agent.example.com/elsewhere',
});
const FULL = {
  ...{ amount: 48_000, metadata: { account: { name: 'Acme Corp' }, deal: 'D-2291' }, backupApprover: BEN },
  contextImages: ['https://agent.example.com/a.png', 'https://agent.example.com/b.png'],
  attachments: [file('acme-contract.pdf'), file('pricing-2026.xlsx')],
};
const CHOSEN = {
  responseType: { type: 'choose', label: 'Which environment?', choices: ['staging', 'production'] },
  responseData: { chosen: 'staging' },
} satisfies Partial<Decision>;

/** Each verdict's button, with what it carries, and each link's. */
const buttonsOf = (message: object) =>
  blocksOf(content.parse(message)).flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) =>
          one.type === 'button' ? [[one.text.text, readValue(one.value)?.verdict ?? one.url]] : [],
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
    ['asked', asked(FULL, { steps: 6 })],
    ['asked-critical-with-a-long-title', asked({ urgency: 'critical', action: 'Delete '.repeat(30), context: null })],
    ['asked-low-of-the-backup', asked({ urgency: 'low', backupApprover: BEN }, { height: 1, recipient: BEN })],
    ['asked-without-a-deadline', asked({ timeoutMinutes: null, agent: null, urgency: 'medium' })],
    ['asked-for-a-file', asked({ responseType: { type: 'file_upload', max_files: 1, accept: [] } })],
    ['asked-of-somebody-signed-in', asked({ minAssurance: 'login' })],
    ['asked-with-a-long-context', asked({ context: 'Point after point. '.repeat(600) })],
    ['recorded', stands('recorded')],
    ['escalated', stands('escalated', { status: 'escalated', backupApprover: BEN })],
    ['approved', stands('approved', { ...over, status: 'approved' })],
    ['denied', stands('denied', denied)],
    ['modified', stands('modified', { ...over, status: 'modified', responseNotes: 'For $40,000,\nnot more' })],
    ['chosen', stands('approved', { ...CHOSEN, ...over, status: 'approved' })],
    ['scheduled', stands('scheduled', { ...over, status: 'scheduled', executeAt: minutesIn(24 * 60) })],
    ['cancelled', stands('cancelled', { ...denied, cancelled: true, resolvedBy: 'Production key' })],
    ['expired', stands('expired', { status: 'expired' })],
    ['erased', stands('erased', { status: 'denied', action: '[erased]' })],
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
    expect(readValue(value)).toEqual({ decision: sampleDecision().id, verdict: 'approve', content: 'c0ffee' });
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
    expect(richWords(asked())).toContain('Answer until 14:30 UTC, Wednesday 25 March 2026, in 60 minutes.');
  });

  test('cuts what is long where everyone sees it, with the link to the rest', () => {
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, 'v'.repeat(600)]));
    const message = richWords(asked({ context: 'x'.repeat(50_000), metadata }));
    expect(message).toContain('Cut here. 47,500 more characters are on the page.');
    expect(message).toContain('… (the rest is on the page)');
    expect(message).toContain('25 more are on the page.');
  });
});

describe('the outcome', () => {
  test('says who, when and why, and has no button but the page’s', () => {
    const message = stands('denied', denied);
    expect(richWords(message)).toContain(
      'Denied by sarah@company.com, 14:05 UTC, Wednesday 25 March 2026: too expensive',
    );
    expect(buttonsOf(message)).toEqual([['Open the page', LINK]]);
  });

  test('cuts a long note', () => {
    const message = stands('denied', { ...denied, responseNotes: 'x'.repeat(10_000) });
    expect(richWords(message)).toContain(`${'x'.repeat(500)}… (9,500 more characters are on the page)`);
  });

  test('shows a number once, not as a note too', () => {
    const number = {
      responseType: { type: 'number_input', label: 'Discount %' } as const,
      responseData: { value: 15 },
    };
    const message = stands('approved', { ...over, ...number, status: 'approved', responseNotes: '15' });
    expect(richWords(message)).toMatch(/2026Discount % {2}15The agent may go ahead\.$/);
  });

  test('of an erased decision tells nothing of it, not even where it was', () => {
    expect(JSON.stringify(stands('erased'))).not.toMatch(/Acme|sarah|agent|handover\.company/i);
  });
});

/** A decision with this text wherever others may write one. */
const saying = (text: string): Partial<Decision> => ({
  ...{ action: text, context: text, agent: text, metadata: { [text]: text, key: text }, backupApprover: text },
  ...{ attachments: [file(text)], ...over, resolvedBy: text, responseNotes: text },
  responseType: { type: 'text_input', fields: [{ name: 'name', label: text, required: false }] },
  responseData: { name: text },
});
const STANDINGS = ['recorded', 'escalated', 'approved', 'scheduled', 'denied', 'modified', 'cancelled'] as const;
const allOf = (decision: Partial<Decision>) => [
  asked(decision, { steps: 3, height: 1, recipient: BEN }),
  ...STANDINGS.map((standing) => stands(standing, { ...decision, executeAt: minutesIn(90) })),
];

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
  ...{
    backupApprover: fc.option(anyText(254)),
    timeoutMinutes: fc.option(fc.double({ min: 0.001, max: 525_600, noNaN: true })),
  },
  minAssurance: fc.constantFrom('link', 'slack', 'login'),
  ...{
    resolvedBy: fc.option(anyText(254)),
    resolvedAt: fc.constant(ASKED_AT),
    responseNotes: fc.option(anyText(10_000)),
  },
  ...answers(),
});
/** Every field of a form filled in. */
function answers() {
  const fields = Array.from({ length: 20 }, (_, index) => `field${index}`);
  return {
    responseType: fc.array(anyText(500), { minLength: 20, maxLength: 20 }).map((labels) => ({
      type: 'text_input',
      fields: fields.map((name, index) => ({ name, label: labels[index], required: false })),
    })),
    responseData: anyText(10_000).map((text) => Object.fromEntries(fields.map((name) => [name, text]))),
  };
}

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
    for (const message of allOf(saying(text))) expectInert(message);
  });

  test('are there as they were written', () => {
    const text = 'a <!channel> & `b` *c*';
    expect(richWords(asked({ context: text }))).toContain(text);
    expect(asked({ action: text }).blocks[0]).toMatchObject({ text: { text: 'a &lt;!channel&gt; &amp; `b` *c*' } });
  });

  test('whatever they are and however many, Slack takes the message', () => {
    fc.assert(
      fc.property(anyDecision, (decision) => {
        for (const message of allOf(decision as Partial<Decision>)) expectInert(message);
      }),
      { numRuns: 50, seed: SEED, endOnFailure: true },
    );
  });
});
