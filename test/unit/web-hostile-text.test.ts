import fc from 'fast-check';
import type { Decision } from '../../domain/decision';
import type { ResponseType } from '../../domain/response-types';
import type { TraceItem } from '../../domain/trace';
import { failurePage, openPage, overPage, recordedPage, startForm } from '../../web/approver';
import { outboxPage } from '../../web/outbox-page';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { tagsOf } from '../support/html';
import { minutesIn, sampleDecision } from '../support/sample-decision';

const now = minutesIn(8);
const path = '/d/x';

/** Every page that shows what somebody else wrote, with this text wherever there may be one. */
function pagesWith(text: string): readonly string[] {
  const decision = sampleDecision({
    action: text,
    agent: text,
    context: text,
    metadata: { key: text, [text]: 1 },
    attachments: [{ id: 'a', name: text, url: 'https://x.test/a', type: 'application/pdf', size: 1, sha256: '' }],
    responseType: { type: 'schedule', label: text, placeholder: text, allow_immediate: true },
  });
  const over: Decision = { ...decision, status: 'denied', resolvedBy: text, resolvedAt: now, responseNotes: text };
  const trace: TraceItem[] = [
    { type: 'message', role: text, name: text, content: text, at: '2026-03-25T13:00:00Z' },
    { type: 'reasoning', content: `${text}\n`.repeat(9) },
    { type: 'tool_result', content: { [text]: [text] } },
  ];
  const form = { ...startForm(decision, {}), note: text, executeAt: text, faults: [{ path: 'notes', message: text }] };
  const choices = { type: 'choose', label: text, choices: [text, 'b'] } as const;
  const fields = {
    type: 'text_input',
    fields: [{ name: text, label: text, placeholder: text, required: true }],
  } as const;
  const files = {
    type: 'file_upload' as const,
    label: text,
    placeholder: text,
    max_files: 1,
    accept: [text],
  } satisfies ResponseType;
  const uploaded = [{ name: text, url: 'https://x.test/a', type: text, size: 1 }];
  const asking = (responseType: unknown) => ({ ...decision, responseType }) as Decision;
  const filled = { ...over, responseType: fields, responseData: { [text]: text } } as unknown as Decision;
  const line = { id: 'id', to: text, subject: text, at: now };
  return [
    openPage({ decision, trace, recipient: text, now, form, path }),
    ...[choices, fields, files].map((type) =>
      openPage({
        decision: asking(type),
        trace,
        recipient: text,
        now,
        form: { ...form, typed: { [`fields[${text}]`]: text } },
        path,
      }),
    ),
    overPage({ decision: filled, recipient: text, own: null, path }),
    overPage({
      decision: { ...over, responseType: files, responseData: { uploaded_files: uploaded } },
      recipient: text,
      own: null,
      path,
    }),
    overPage({ decision: over, recipient: text, own: { verdict: 'approve', at: now }, path }),
    recordedPage({
      decision,
      recipient: text,
      answer: { verdict: 'deny', notes: text, data: null, executeAt: null, at: now },
    }),
    failurePage({ title: text, text: 'Try again.', requestId: text }),
    outboxPage({ messages: [line], selected: { ...line, from: text, view: 'text', text } }),
  ];
}

test.each(HOSTILE)('%s stays text on every page', (_name, text) => {
  for (const page of pagesWith(text)) {
    expect(page).not.toMatch(/<script>|<img|onerror="|javascript:[^"]*">/i);
    expect(hasUnseen(page)).toBe(false);
  }
});

test('no text in any field changes a single tag', () => {
  const plain = pagesWith('x').map(tagsOf);
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 60 })
    .filter((one) => /\S/.test(one) && !/[\n\r\u0085\u2028\u2029]/.test(one));
  fc.assert(
    fc.property(text, (one) => expect(pagesWith(`x${one}x`).map(tagsOf)).toEqual(plain)),
    { numRuns: 50 },
  );
});

test('ten thousand marks on one letter do not climb over the page', () => {
  for (const page of pagesWith(`Z${'\u0300'.repeat(10_000)}`)) expect(page).not.toMatch(/\p{M}{9}/u);
});
