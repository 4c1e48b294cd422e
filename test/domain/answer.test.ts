import {
  approval,
  attachment,
  begun,
  cancellation,
  clock,
  DAY,
  delegation,
  denial,
  given,
  modification,
  refusalOf,
  SHOWN,
} from '../support/plans';

describe('an answer is refused', () => {
  test('as ALREADY_RESOLVED after the decision was resolved', () => {
    expect(refusalOf(given(begun(), denial('ann')), approval('ann'))).toBe('ALREADY_RESOLVED');
    expect(refusalOf(given(begun(), cancellation()), approval('ann'))).toBe('ALREADY_RESOLVED');
  });

  test('as EXPIRED after the decision expired', () => {
    expect(refusalOf(given(begun(), clock(DAY)), approval('ann', { at: DAY + 1 }))).toBe('EXPIRED');
  });

  test('as ALREADY_ANSWERED after the same person answered', () => {
    const state = given(begun({ approvers: ['ann', 'bob'], need: 2 }), approval('ann'));
    expect(refusalOf(state, denial('ann'))).toBe('ALREADY_ANSWERED');
  });

  test('as NOT_AN_APPROVER from someone who is not being asked', () => {
    expect(refusalOf(begun(), approval('ann', { assignmentId: 'a9' }))).toBe('NOT_AN_APPROVER');
    expect(refusalOf(given(begun(), delegation('ann', 'bob')), approval('ann'))).toBe('NOT_AN_APPROVER');
  });

  test('as OPTION_UNKNOWN if its verdict was not offered', () => {
    expect(refusalOf(begun({}, { options: ['approve', 'deny'] }), modification('ann'))).toBe('OPTION_UNKNOWN');
  });

  test('as CONTENT_CHANGED if it was made for other content', () => {
    const changed = given(begun(), attachment('with a file'));
    expect(refusalOf(changed, approval('ann'))).toBe('CONTENT_CHANGED');
    expect(refusalOf(changed, denial('ann'))).toBe('CONTENT_CHANGED');
    expect(refusalOf(changed, approval('ann', { contentHash: 'with a file' }))).toBeNull();
  });
});

test('an answer over the API is for the content of the moment', () => {
  const changed = given(begun(), attachment('with a file'));
  expect(given(changed, approval('ann', { contentHash: null })).status).toBe('approved');
});

test('a refused answer changes nothing', () => {
  const state = given(begun({ approvers: ['ann', 'bob'], need: 2 }), approval('ann'));
  expect(given(state, clock(2))).toEqual(state);
  expect(refusalOf(state, approval('ann', { at: 2 }))).toBe('ALREADY_ANSWERED');
  expect(given(state, approval('bob', { at: 3 })).sequence).toBe(state.sequence + 3);
});

describe('a file', () => {
  test('can be attached while nobody has answered, in any step', () => {
    expect(given(begun(), attachment('one'), attachment('two')).contentHash).toBe('two');
  });

  test('cannot be attached once an answer has counted', () => {
    const state = given(begun([{}, { approvers: ['bob'] }]), approval('ann'));
    expect(refusalOf(state, attachment('late'))).toBe('ALREADY_ANSWERED');
    expect(state.contentHash).toBe(SHOWN);
  });

  test('cannot be attached to a decision that is over', () => {
    expect(refusalOf(given(begun(), denial('ann')), attachment('late'))).toBe('ALREADY_RESOLVED');
    expect(refusalOf(begun(), attachment('late', DAY))).toBe('EXPIRED');
  });
});
