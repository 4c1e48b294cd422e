import { modalFor } from '../../channels/slack/inbound/modal';
import { notAskedNow, tooLate } from '../../channels/slack/inbound/replies';
import { replyMessage } from '../../channels/slack/inbound/reply-blocks';
import { VERDICTS } from '../../domain/verdict';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { answered, passedOn, type Sample, sampleDecision, waited } from '../support/sample-decision';
import { content } from '../support/slack/block-kit/message';
import { modal } from '../support/slack/block-kit/modal';

/** Every response type, with this text wherever whoever asks may write one. */
const typesWith = (text: string): readonly unknown[] => [
  { type: 'approve_deny', label: text },
  { type: 'confirm', label: text },
  { type: 'choose', label: text, choices: [text, `${text}!`] },
  { type: 'choose', label: text, placeholder: text, choices: Array.from({ length: 100 }, (_, at) => `${text} ${at}`) },
  { type: 'text_input', fields: [{ name: 'a', label: text, placeholder: text, required: true }] },
  { type: 'number_input', label: text, placeholder: text, min: -1e-9, max: 1e300 },
  { type: 'schedule', label: text, allow_immediate: true },
  { type: 'file_upload', label: text, max_files: 1, accept: [] },
];

/** The forms for all of them, with every verdict. */
function formsWith(text: string) {
  const decisions = typesWith(text).map((responseType) => sampleDecision({ action: text, responseType } as Sample));
  const where = { content: 'c'.repeat(64), team: 'T1', user: 'U1', userTeam: 'T1', channel: 'D1', ts: '1.2' };
  return decisions.flatMap((decision) =>
    VERDICTS.map((verdict) => modalFor(decision, { ...where, decision: decision.id, verdict })),
  );
}

/** Every text that Slack shows, with how it reads it. */
function textsIn(shown: unknown): { readonly type: string; readonly text: string; readonly emoji?: boolean }[] {
  if (typeof shown !== 'object' || shown === null) return [];
  if ('text' in shown && typeof shown.text === 'string' && 'type' in shown) return [shown as never];
  return Object.values(shown).flatMap(textsIn);
}

const LONG = `${'A long text, of which much is cut. '.repeat(12)}The end.`;

test.each<readonly [string, string]>([...HOSTILE, ['nothing but marks', '\u202e'], ['a long text', LONG]])(
  'a form takes %s as text, within the limits of Slack',
  (_name, text) => {
    for (const form of formsWith(text)) {
      expect(modal.safeParse(form).error).toBeUndefined();
      for (const { type, emoji, text } of textsIn(form))
        expect([type, emoji, hasUnseen(text)]).toEqual(['plain_text', false, false]);
    }
  },
);

test('signs that Slack would read are written out, and never cut in two', () => {
  for (const form of formsWith('<&>'.repeat(900)))
    for (const { text } of textsIn(form)) expect(text).not.toMatch(/[<>]|&(?!(lt|amp|gt);)/);
});

test.each(HOSTILE)('a private note takes %s as text', (_name, text) => {
  const decision = answered(sampleDecision(), { verdict: 'deny', by: text, notes: text.repeat(99) });
  const passed = passedOn(sampleDecision(), text);
  for (const reply of [tooLate(decision, 'Europe/Berlin'), notAskedNow(passed, 'a1')]) {
    const note = replyMessage(reply);
    expect(content.safeParse(note).error).toBeUndefined();
    expect(note.text).toBe('About your answer');
    for (const { type, emoji, text } of textsIn(note.blocks))
      expect([type, emoji, hasUnseen(text)]).toEqual(['plain_text', false, false]);
  }
});

test('who is late is told who decided, when on their own clocks, and why', () => {
  const denied = answered(sampleDecision(), { verdict: 'deny', by: 'ben@company.com', notes: 'too expensive' });
  expect(tooLate(denied, 'Europe/Berlin').message).toBe(
    "Denied by ben@company.com, 14:38 in Berlin, Wednesday 25 March 2026: too expensive. The agent won't proceed. Your answer wasn't counted.",
  );
  expect(tooLate(waited(sampleDecision(), 60), 'UTC').message).toBe(
    "Expired, 14:30 UTC, Wednesday 25 March 2026. The request wasn't answered in time, so the agent won't proceed. If it still matters, the agent can ask again. Your answer wasn't counted.",
  );
});

test('who answers twice, or was relieved of the request, is told what is true while others still answer', () => {
  const quorum = sampleDecision({ approvers: ['sarah@company.com', 'ben@company.com'], need: 2 });
  expect(notAskedNow(answered(quorum), 'a1').message).toBe(
    'You approved this request. 1 of 2 approvals so far. Waiting for 1 more approval. Your first answer stands.',
  );
  expect(notAskedNow(passedOn(quorum, 'cleo@company.com'), 'a1').message).toBe(
    "This request was passed on to cleo@company.com. You don't need to answer. Nothing was decided.",
  );
  const steps = [{ approvers: ['ben@company.com', 'cleo@company.com'] }, {}];
  expect(notAskedNow(answered(sampleDecision({ steps })), 'a2').message).toBe(
    'Your answer is no longer needed. Enough people have approved this step. Nothing was decided.',
  );
});
