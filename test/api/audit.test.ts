import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createKey } from '../../accounts/bootstrap';
import { packageRoot } from '../../platform/package-root';
import { createSecrets } from '../../platform/secrets';
import { everyAudit } from '../../store/audit';
import { apiClient } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';

let handover: Harness;
let id: string;
beforeAll(async () => {
  handover = await startHarness();
  id = await handover.ask();
  await handover.mailbox.to('sarah@company.com');
  await handover.answer(id, { action: 'approve' });
});
afterAll(() => handover?.stop());

const list = async (query: string) => (await handover.call('GET', `/audit${query}`)).body;
const typesIn = ({ data }: { data: { type: string }[] }) => data.map(({ type }) => type);
const exported = async (query: string) =>
  fetch(`${handover.url}/audit/export${query}`, { headers: { authorization: `Bearer ${handover.key.apiKey}` } });

test('the events of a decision tell its whole story, newest first, with actor and place in the chain', async () => {
  const { body } = await handover.call('GET', `/decisions/${id}/events`);
  expect(typesIn(body).sort()).toEqual([
    'answer.counted',
    'answer.received',
    'approver.notified',
    'decision.created',
    'decision.resolved',
  ]);
  const [newest, next] = body.data;
  expect(newest).toMatchObject({ decision_id: id, actor: { type: expect.any(String) }, at: expect.any(String) });
  expect(newest.sequence).toBeGreaterThan(next.sequence);
  expect(newest.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('the list is filtered by decision, type, actor and time, and goes on where it was left', async () => {
  const { id: keyId } = await handover.db.apiKey.findFirstOrThrow();
  expect(typesIn(await list(`?decision_id=${id}&type=answer.received`))).toEqual(['answer.received']);
  expect(typesIn(await list(`?actor=${keyId}&decision_id=${id}`))).toContain('decision.created');
  expect((await list('?after=2999-01-01T00:00:00Z')).data).toEqual([]);
  const first = await list('?limit=2');
  expect(first).toMatchObject({ has_more: true, next_cursor: first.data[1].id });
  const rest = await list(`?cursor=${first.next_cursor}`);
  expect(rest.data[0].sequence).toBe(first.data[1].sequence - 1);
});

test.each([
  ['?type=anything', 'type'],
  ['?after=yesterday', 'after'],
  ['?decision_id=x', 'decision_id'],
  ['/export?format=xml', 'format'],
])('/audit%s names what is wrong', async (query, field) => {
  const { status, body } = await handover.call('GET', `/audit${query}`);
  expect([status, body.details[0].path]).toEqual([400, field]);
});

test('the export has every event once, oldest first, as lines of JSON', async () => {
  const reply = await exported('');
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringContaining('x-ndjson')]);
  const events = (await reply.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(events).toHaveLength(await handover.db.auditEvent.count());
  expect(typesIn({ data: events })).toEqual(expect.arrayContaining(['key.created', 'decision.resolved']));
});

test('the export as CSV has the actor in columns of its own, and nothing that a spreadsheet takes for a formula', async () => {
  const approver = '-2+3@company.com';
  const asked = await handover.ask({ approver });
  await fetch(linkIn(await handover.mailbox.to(approver)));
  const reply = await exported(`?format=csv&decision_id=${asked}&type=link.opened`);
  expect(reply.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
  const [head, row = '', ...more] = (await reply.text()).trim().split('\n');
  expect(head).toBe('sequence,id,type,at,actor_type,actor_id,assurance,decision_id,data,previous_hash,hash');
  expect(row.split(',').slice(2, 8)).toEqual([
    'link.opened',
    expect.any(String),
    'approver',
    `'${approver}`,
    'link',
    asked,
  ]);
  expect(more).toEqual([]);
});

test('a trail of many pages is read a page at a time, each event once', async () => {
  const [made] = await handover.db.sql<{ id: string }>`
    INSERT INTO workspaces (id, name) VALUES (gen_random_uuid(), 'Busy') RETURNING id`;
  await handover.db.sql`
    SELECT audit_append(${made?.id}, jsonb_agg(jsonb_build_object(
      'id', gen_random_uuid(), 'type', 'link.opened', 'at', '2026-01-01T00:00:00.000Z',
      'actor', '{}'::jsonb, 'data', '{}'::jsonb, 'left', '{', 'right', '}')))
    FROM generate_series(1, 2500)`;
  const seen: number[] = [];
  for await (const { sequence } of everyAudit(handover.db, { workspaceId: String(made?.id) }))
    seen.push(Number(sequence));
  expect(seen).toEqual(Array.from({ length: 2_500 }, (_, index) => index + 1));
});

test('only the scope admin sees the whole audit; decisions:read sees that of a decision', async () => {
  const { workspaceId } = await handover.db.apiKey.findFirstOrThrow();
  const secrets = createSecrets(handover.config.HANDOVER_SECRET);
  const { apiKey } = await createKey(handover.db, secrets, workspaceId, 'reader', ['decisions:read']);
  const reader = apiClient(handover.url, apiKey);
  for (const path of ['/audit', '/audit/export', '/audit/verify', '/audit/checkpoints'])
    expect((await reader.call('GET', path)).body.code).toBe('FORBIDDEN');
  expect((await reader.call('GET', `/decisions/${id}/events`)).status).toBe(200);
});

test('an edit and a cut tail are found: the first bad sequence is named, and audit:verify says what is wrong', async () => {
  const verify = async () => (await handover.call('GET', '/audit/verify')).body;
  const { workspaceId } = await handover.db.apiKey.findFirstOrThrow();
  const checked = await handover.db.auditEvent.count({ where: { workspaceId } });
  expect(await verify()).toEqual({ ok: true, checked, first_bad: null });

  await handover.owner.sql`ALTER TABLE audit_events DISABLE TRIGGER append_only`;
  await handover.owner.sql`
    UPDATE audit_events SET data = '{"status": "denied"}' WHERE workspace_id = ${workspaceId} AND sequence = 3`;
  expect(await verify()).toEqual({ ok: false, checked: 2, first_bad: 3 });
  const { DATABASE_URL, HANDOVER_SECRET } = handover.config;
  const env = { ...process.env, DATABASE_URL, HANDOVER_SECRET };
  const command = promisify(execFile)('node', ['dist/cli/verify-audit.js'], { cwd: packageRoot, env });
  const stdout = expect.stringMatching(/first bad sequence 3\n {2}Event 3 was changed/);
  await expect(command).rejects.toMatchObject({ code: 1, stdout });

  await handover.owner.sql`DELETE FROM audit_events WHERE workspace_id = ${workspaceId} AND sequence >= 3`;
  expect(await verify()).toEqual({ ok: false, checked: 2, first_bad: 3 });
});
