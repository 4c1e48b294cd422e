import fc from 'fast-check';
import type { Decision } from '../../domain/decision';
import type { ResponseType } from '../../domain/response-types';
import type { TraceItem } from '../../domain/trace';
import {
  type ApproverPageProps,
  approverPage,
  failurePage,
  NO_DELEGATION,
  retryPage,
  startForm,
} from '../../web/approver';
import { outboxPage } from '../../web/outbox-page';
import { HOSTILE, hasUnseen } from '../support/hostile-text';
import { tagsOf } from '../support/html';
import { answered, cancelled, minutesIn, passedOn, type Sample, sampleDecision } from '../support/sample-decision';

const now = minutesIn(8);
const path = '/d/x';

/** The page of the first person, or of the person whose assignment it is. */
function pageOf(decision: Decision, over: Partial<ApproverPageProps> = {}): string {
  const [assignment] = decision.state.assignments;
  if (!assignment) throw new Error('nobody was asked');
  const form = startForm(decision, {});
  return approverPage({
    ...{ decision, assignment, trace: [], now, form, delegation: NO_DELEGATION, unused: null, path },
    ...over,
  });
}

/** Every page that shows what somebody else wrote, with this text wherever there may be one. */
function pagesWith(text: string): readonly string[] {
  const file = { id: 'a', name: text, type: 'application/pdf', size: 1, sha256: '' };
  const asking = (responseType: ResponseType, over: Sample = {}): Decision =>
    sampleDecision({
      ...{ action: text, agent: text, context: text, metadata: { key: text, [text]: 1 } },
      ...{ attachments: [file], responseType, steps: [{ name: text, approvers: [text, 'ben@company.com'], need: 2 }] },
      ...over,
    });
  const schedule = { type: 'schedule', label: text, placeholder: text, allow_immediate: true } as const;
  const choices = { type: 'choose', label: text, choices: [text, 'b'] } as const;
  const fields = {
    type: 'text_input',
    fields: [{ name: text, label: text, placeholder: text, required: true }],
  } as const;
  const files = { type: 'file_upload', label: text, placeholder: text, max_files: 1, accept: [text] } as const;
  const trace: TraceItem[] = [
    { type: 'message', role: text, name: text, content: text, at: '2026-03-25T13:00:00Z' },
    { type: 'reasoning', content: `${text}\n`.repeat(9) },
    { type: 'tool_result', content: { [text]: [text] } },
  ];
  const decision = asking(schedule);
  const typed = { [`fields[${text}]`]: text };
  const form = {
    ...{ ...startForm(decision, {}), note: text, executeAt: text, typed },
    faults: [{ path: 'notes', message: text }],
  };
  const delegation = { to: text, note: text, faults: [{ path: 'to', message: text }] };
  const unused = { verdict: 'approve', at: now } as const;
  const given = { by: text, notes: text };
  const one = { steps: [{ approvers: [text] }] };
  const passed = passedOn(decision, `${text}2`, text);
  const next = passed.state.assignments.at(-1);
  const line = { id: 'id', to: text, subject: text, at: now };
  return [
    pageOf(decision, { trace, form, delegation }),
    ...[choices, fields, files].map((type) => pageOf(asking(type), { form })),
    pageOf(passed, { unused }),
    ...(next ? [pageOf(passed, { assignment: next })] : []),
    pageOf(answered(asking(fields), { ...given, data: { [text]: text } }), { unused }),
    pageOf(answered(asking(fields, one), { ...given, data: { [text]: text } }), { unused }),
    pageOf(answered(asking(files, one), { ...given, files: [file] })),
    pageOf(answered(asking(schedule, one), { ...given, verdict: 'deny' }), { unused }),
    pageOf(cancelled(decision, text, text)),
    retryPage({ action: path, fields: { note: text, verdict: text, [`fields[${text}]`]: text }, requestId: text }),
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
