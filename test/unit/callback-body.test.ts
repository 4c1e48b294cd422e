import { callbackBody } from '../../contract/callbacks';
import { isPermitted, viewOf } from '../../contract/view';
import { STATUSES } from '../../domain/status';
import { minutesIn, sampleDecision } from '../support/sample-decision';

const AT = minutesIn(11);

test('a resolution has the documented keys, each there even where it is empty', () => {
  expect(JSON.parse(callbackBody('decision.expired', sampleDecision({ status: 'expired' }), AT))).toEqual({
    event: 'decision.expired',
    decision: {
      ...{ id: sampleDecision().id, status: 'expired', resolved_by: null, response_notes: null, response_data: null },
      ...{ action: sampleDecision().action, execute_at: null, metadata: null, action_permitted: false },
    },
    timestamp: '2026-03-25T13:41:00.000Z',
  });
});

test('a resolution tells who answered, what they wrote and for when', () => {
  const answered = { resolvedBy: 'sarah@company.com', responseNotes: 'Go', executeAt: minutesIn(60) };
  const body = callbackBody('decision.resolved', sampleDecision({ status: 'scheduled', ...answered }), AT);
  expect(JSON.parse(body).decision).toMatchObject({
    ...{ status: 'scheduled', resolved_by: 'sarah@company.com', response_notes: 'Go', action_permitted: false },
    execute_at: '2026-03-25T14:30:00.000Z',
  });
});

test('decision.created carries the whole decision, as the API shows it', () => {
  const decision = sampleDecision({ metadata: { deal: 7 } });
  const body = JSON.parse(callbackBody('decision.created', decision, AT));
  expect(body.decision).toEqual(JSON.parse(JSON.stringify(viewOf(decision, AT))));
});

test('only what was approved as proposed permits the action', () => {
  const permitted = STATUSES.filter((status) => isPermitted(sampleDecision({ status }), AT));
  expect(permitted).toEqual(['approved']);
});

test('a scheduled action is permitted from its time on', () => {
  const scheduled = sampleDecision({ status: 'scheduled', executeAt: minutesIn(60) });
  expect(isPermitted(scheduled, new Date(minutesIn(60).getTime() - 1))).toBe(false);
  expect(isPermitted(scheduled, minutesIn(60))).toBe(true);
});

test('enforce and action_permitted are shown only where enforcement was asked for', () => {
  expect(viewOf(sampleDecision(), AT)).not.toHaveProperty('action_permitted');
  expect(viewOf(sampleDecision({ enforce: true }), AT)).toMatchObject({ enforce: true, action_permitted: false });
});
