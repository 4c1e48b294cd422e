import {
  addition,
  approval,
  begun,
  clock,
  DAY,
  delegation,
  denial,
  given,
  HOUR,
  kindsOf,
  modification,
  refusalOf,
  statuses,
} from '../support/plans';

describe('one approver', () => {
  test('resolves the decision by approving', () => {
    expect(kindsOf(begun(), approval('ann'))).toEqual(['counted', 'stepPassed', 'resolved']);
    expect(given(begun(), approval('ann', { at: HOUR }))).toMatchObject({
      status: 'approved',
      resolution: { at: HOUR, by: 'ann', via: 'page', assurance: 'link', answerId: "ann's answer" },
    });
  });

  test('resolves the decision by denying', () => {
    const state = given(begun(), denial('ann'));
    expect(state).toMatchObject({ status: 'denied', steps: [{ status: 'denied' }], resolution: { by: 'ann' } });
    expect(statuses(state)).toEqual(['ann denied']);
  });

  test('resolves the decision by requesting changes', () => {
    const state = given(begun(), modification('ann'));
    expect(state).toMatchObject({ status: 'modified', steps: [{ status: 'modified' }] });
    expect(statuses(state)).toEqual(['ann modified']);
  });
});

describe('several approvers', () => {
  const twoOfThree = { approvers: ['ann', 'bob', 'cat'], need: 2 };

  test('are all asked at once', () => {
    expect(statuses(begun(twoOfThree))).toEqual(['ann asked', 'bob asked', 'cat asked']);
  });

  test('approve once as many of them as needed have approved, and not before', () => {
    const one = given(begun(twoOfThree), approval('ann'));
    expect(one).toMatchObject({ status: 'pending', resolution: null });
    expect(given(one, approval('cat'))).toMatchObject({ status: 'approved', resolution: { by: 'cat' } });
  });

  test('who have not answered are no longer needed after that', () => {
    const state = given(begun(twoOfThree), approval('ann'), approval('cat'));
    expect(statuses(state)).toEqual(['ann approved', 'bob withdrawn', 'cat approved']);
    expect(refusalOf(state, approval('bob'))).toBe('ALREADY_RESOLVED');
  });

  test('end the decision with the first request for changes, whatever the quorum', () => {
    const state = given(begun({ ...twoOfThree, deny: 'majority' }), approval('ann'), modification('bob'));
    expect(state).toMatchObject({ status: 'modified', resolution: { by: 'bob' } });
    expect(statuses(state)).toEqual(['ann approved', 'bob modified', 'cat withdrawn']);
  });
});

describe('deny: veto', () => {
  test('the first denial ends the decision, even with one approval missing', () => {
    const state = given(begun({ approvers: ['ann', 'bob', 'cat'], need: 2 }), approval('ann'), denial('bob'));
    expect(state).toMatchObject({ status: 'denied', resolution: { by: 'bob' } });
    expect(statuses(state)).toEqual(['ann approved', 'bob denied', 'cat withdrawn']);
  });
});

describe('deny: majority', () => {
  const twoOfThree = { approvers: ['ann', 'bob', 'cat'], need: 2, deny: 'majority' } as const;

  test('a denial leaves the decision open while enough people are left', () => {
    const state = given(begun(twoOfThree), denial('ann'));
    expect(state.status).toBe('pending');
    expect(given(state, approval('bob'), approval('cat')).status).toBe('approved');
  });

  test('the denial after which the quorum is out of reach ends it', () => {
    const state = given(begun(twoOfThree), denial('ann'), approval('bob'));
    expect(given(state, denial('cat'))).toMatchObject({ status: 'denied', resolution: { by: 'cat' } });
  });

  test('with everyone needed, the first denial ends it', () => {
    expect(given(begun({ ...twoOfThree, need: 3 }), denial('ann')).status).toBe('denied');
  });

  test('backups who are still to be asked can replace someone who denied', () => {
    const state = given(begun({ ...twoOfThree, need: 3, backups: ['dan'] }), denial('ann'));
    expect(state.status).toBe('pending');
    const escalated = given(state, approval('bob'), approval('cat'), clock(DAY));
    expect(given(escalated, approval('dan', { at: DAY + 1 })).status).toBe('approved');
  });

  test('a backup who will never be asked replaces nobody', () => {
    const endless = { ...twoOfThree, need: 3, backups: ['dan'], timeoutMs: null };
    expect(given(begun(endless), denial('ann')).status).toBe('denied');
  });

  test('a backup who is one of the approvers is no additional person', () => {
    const state = begun({ approvers: ['ann', 'bob'], backups: ['BOB'], need: 2, deny: 'majority' });
    expect(given(state, denial('ann')).status).toBe('denied');
  });

  test('someone who was added can replace someone who denied', () => {
    const state = begun({ approvers: ['ann', 'bob'], need: 2, deny: 'majority' });
    expect(given(state, addition('cat'), denial('ann'), approval('bob'), approval('cat')).status).toBe('approved');
  });
});

describe('a person counts once per step', () => {
  const twoSpellings = { approvers: ['ann', 'Ann', 'bob'], need: 2 };

  test('under two spellings of an address, of which only the first is asked', () => {
    const state = begun(twoSpellings);
    expect(statuses(state)).toEqual(['ann asked', 'Ann withdrawn', 'bob asked']);
    const once = given(state, approval('ann'));
    expect(once.status).toBe('pending');
    expect(refusalOf(once, approval('Ann'))).toBe('ALREADY_ANSWERED');
    expect(refusalOf(once, approval('ann'))).toBe('ALREADY_ANSWERED');
  });

  test('as an approver and again as a backup', () => {
    const state = begun({ approvers: ['ann', 'bob'], backups: ['ANN', 'cat'], need: 2 });
    const escalated = given(state, approval('ann'), clock(DAY));
    expect(statuses(escalated)).toEqual(['ann approved', 'bob asked', 'ANN withdrawn', 'cat asked']);
    expect(refusalOf(escalated, approval('ANN', { at: DAY + 1 }))).toBe('ALREADY_ANSWERED');
  });

  test('when passed a request by someone else', () => {
    const state = begun({ approvers: ['ann', 'bob'], need: 2 });
    expect(refusalOf(state, delegation('ann', 'Bob'))).toBe('ALREADY_ASKED');
    expect(refusalOf(given(state, approval('bob')), delegation('ann', 'BOB'))).toBe('ALREADY_ASKED');
  });

  test('but is asked again in the next step', () => {
    const state = given(begun([{}, { approvers: ['ANN'] }]), approval('ann'));
    expect(statuses(state)).toEqual(['ann approved', 'ANN asked']);
    expect(given(state, approval('ANN')).status).toBe('approved');
  });
});
