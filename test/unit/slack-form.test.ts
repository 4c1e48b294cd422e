import { modalFor } from '../../channels/slack/inbound/modal';
import { noteOf } from '../../channels/slack/inbound/note';
import { tooLate } from '../../channels/slack/inbound/words';
import { VERDICTS } from '../../domain/verdict';
import type { Decision } from '../../domain/decision';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { minutesIn, sampleDecision } from '../support/sample-decision';
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
  const decisions = typesWith(text).map((responseType) => sampleDecision({ action: text, responseType } as Decision));
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
  const over = {
    status: 'denied',
    resolvedBy: text,
    resolvedAt: minutesIn(8),
    responseNotes: text.repeat(99),
  } as const;
  const note = noteOf(tooLate(sampleDecision(over), 'Europe/Berlin'));
  expect(content.safeParse(note).error).toBeUndefined();
  expect(note.text).toBe('About your answer');
  for (const { type, emoji, text } of textsIn(note.blocks))
    expect([type, emoji, hasUnseen(text)]).toEqual(['plain_text', false, false]);
});

test('who is late is told who decided, when on their own clocks, and why', () => {
  const over = { status: 'denied', resolvedBy: 'ben@company.com', resolvedAt: minutesIn(8) } as const;
  expect(tooLate(sampleDecision({ ...over, responseNotes: 'too expensive' }), 'Europe/Berlin').message).toBe(
    'Denied by ben@company.com, 14:38 in Berlin, Wednesday 25 March 2026: too expensive. The agent stops. Your answer was not used.',
  );
  expect(tooLate(sampleDecision({ status: 'expired' }), 'UTC').message).toBe(
    'Expired, 14:30 UTC, Wednesday 25 March 2026. Nobody answered in time, so the agent stops. If it still matters, the agent can ask again. Your answer was not used.',
  );
});
