import { eventBody } from '../../contract/events';
import { isPermitted, viewOf } from '../../contract/view';
import type { Decision } from '../../domain/decision';
import { STATUSES } from '../../domain/status';
import { answered, minutesIn, sampleDecision, waited } from '../support/sample-decision';

const AT = minutesIn(11);
const CONTEXT = { publicUrl: 'https://handover.test' };
const bodyOf = (event: 'decision.created' | 'decision.expired' | 'decision.resolved', decision: Decision, at = AT) =>
  JSON.parse(eventBody(event, decision, { at, sequence: 3, ...CONTEXT }));

test('an event has the documented keys, each there even where it is empty', () => {
  const { id, action } = sampleDecision();
  expect(bodyOf('decision.expired', waited(sampleDecision(), 61))).toEqual({
    event: 'decision.expired',
    decision: {
      ...{ id, status: 'expired', resolved_by: null, response_notes: null, response_data: null },
      ...{ action, execute_at: null, metadata: null, action_permitted: false },
    },
    timestamp: '2026-03-25T13:41:00.000Z',
    sequence: 3,
  });
});

test('a resolution tells who answered, what they wrote and for when', () => {
  const decision = sampleDecision({ responseType: { type: 'schedule', allow_immediate: true } });
  const given = { by: 'sarah@company.com', notes: 'Go', executeAt: minutesIn(60) };
  expect(bodyOf('decision.resolved', answered(decision, given)).decision).toMatchObject({
    ...{ status: 'scheduled', resolved_by: 'sarah@company.com', response_notes: 'Go', action_permitted: false },
    execute_at: '2026-03-25T14:30:00.000Z',
  });
});

test('decision.created carries the whole decision, as the API shows it', () => {
  const decision = sampleDecision({ metadata: { deal: 7 } });
  const shown = viewOf(decision, AT, CONTEXT);
  expect(bodyOf('decision.created', decision).decision).toEqual(JSON.parse(JSON.stringify(shown)));
});

test('only what was approved as proposed permits the action', () => {
  const permitted = STATUSES.filter((status) => isPermitted({ status, executeAt: null }, AT));
  expect(permitted).toEqual(['approved']);
});

test('a scheduled action is permitted from its time on', () => {
  const scheduled = { status: 'scheduled', executeAt: minutesIn(60) } as const;
  expect(isPermitted(scheduled, new Date(minutesIn(60).getTime() - 1))).toBe(false);
  expect(isPermitted(scheduled, minutesIn(60))).toBe(true);
});

test('enforce and action_permitted are shown only where enforcement was asked for', () => {
  expect(viewOf(sampleDecision(), AT, CONTEXT)).not.toHaveProperty('action_permitted');
  const enforced = viewOf(sampleDecision({ enforce: true }), AT, CONTEXT);
  expect(enforced).toMatchObject({ enforce: true, action_permitted: false });
});
