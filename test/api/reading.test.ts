import { type Harness, startHarness } from '../support/harness';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const list = async (query = '') => (await handover.call('GET', `/decisions${query}`)).body;
const ids = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

test('a long-poll answers as soon as the decision changes', async () => {
  const id = await handover.ask();
  const waiting = handover.get(id, '?wait=30');
  await handover.answer(id, { action: 'approve' });
  expect((await waiting).status).toBe('approved');
});

test('a long-poll on a decision that is over answers at once', async () => {
  const id = await handover.ask();
  await handover.answer(id, { action: 'deny' });
  expect((await handover.get(id, '?wait=30')).status).toBe('denied');
});

test('a long-poll ends after its seconds with the decision as it is', async () => {
  expect((await handover.get(await handover.ask(), '?wait=0.2')).status).toBe('pending');
});

test('a long-poll that still expects pending answers at once when it is escalated', async () => {
  const id = await handover.ask({
    backup_approver: 'ben@company.com',
    timeout_minutes: 5,
    escalate_after_minutes: 0.01,
  });
  expect((await handover.get(id, '?wait=30&status=pending')).status).toBe('escalated');
  expect((await handover.get(id, '?wait=30&status=pending')).status).toBe('escalated');
});

test('100 long-polls share one database connection', async () => {
  const id = await handover.ask();
  const waiting = Array.from({ length: 100 }, () => handover.get(id, '?wait=30'));
  const [{ listening }] = await handover.db.$queryRaw<[{ listening: bigint }]>`
    SELECT count(*) AS listening FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
  expect(Number(listening)).toBe(1);
  await handover.answer(id, { action: 'approve' });
  expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set(['approved']));
});

test('a reply shows every documented field, null where empty [h.get, h.get.fields, h.s.pending]', async () => {
  const shown = await handover.get(await handover.ask({ enforce: true }));
  expect(Object.keys(shown)).toEqual([
    ...[
      'id',
      'action',
      'context',
      'agent',
      'approver',
      'backup_approver',
      'urgency',
      'channel',
      'options',
      'response_type',
    ],
    ...[
      'context_images',
      'attachments',
      'amount',
      'metadata',
      'callback_url',
      'min_assurance',
      'require_reason_on_deny',
      'on_timeout',
      'steps',
      'status',
      'created_at',
      'expires_at',
      'escalated_at',
    ],
    ...['execute_at', 'resolved_at', 'resolved_by', 'resolved_via', 'assurance', 'response_notes', 'response_data'],
    ...['auto_resolved', 'cancelled', 'policy_version', 'enforce', 'action_permitted'],
  ]);
});

describe('a list', () => {
  test('is newest first and paged by a cursor', async () => {
    const made = [];
    for (let n = 0; n < 5; n += 1) made.unshift(await handover.ask({ approver: 'pages@company.com' }));
    const first = await list('?approver=pages@company.com&limit=3');
    expect([ids(first), first.has_more]).toEqual([made.slice(0, 3), true]);
    const second = await list(`?approver=pages@company.com&limit=3&cursor=${first.next_cursor}`);
    expect([ids(second), second.has_more, second.next_cursor]).toEqual([made.slice(3), false, null]);
  });

  test('filters by status, several at once', async () => {
    const approver = 'status@company.com';
    const [denied, pending] = [await handover.ask({ approver }), await handover.ask({ approver })];
    const approved = await handover.ask({ approver });
    await handover.answer(denied, { action: 'deny' });
    await handover.answer(approved, { action: 'approve' });
    expect(ids(await list(`?approver=${approver}&status=pending`))).toEqual([pending]);
    expect(ids(await list(`?approver=${approver}&status=denied,approved`))).toEqual([approved, denied]);
  });

  test('compares addresses without case, and takes no wildcards', async () => {
    const id = await handover.ask({ approver: 'Case_Test@Company.com' });
    expect(ids(await list('?approver=case_test@company.com'))).toEqual([id]);
    expect(ids(await list('?approver=case%25@company.com'))).toEqual([]);
    expect((await handover.get(id)).approver).toBe('Case_Test@Company.com');
  });

  test('filters by time of creation', async () => {
    const id = await handover.ask({ approver: 'time@company.com' });
    const { created_at } = await handover.get(id);
    expect(ids(await list(`?approver=time@company.com&created_after=${created_at}`))).toEqual([]);
    expect(
      ids(await list(`?approver=time@company.com&created_before=${new Date(Date.now() + 1000).toISOString()}`)),
    ).toEqual([id]);
  });
});
