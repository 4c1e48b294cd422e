import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from '../../platform/package-root';
import { eraseDecision } from '../../store/erase';
import { deliveriesOf, deliveryOnce } from '../support/deliveries';
import { type Harness, startHarness } from '../support/harness';
import { wordsOf } from '../support/html';
import { linkIn } from '../support/mailbox';
import { until } from '../support/until';
import { attach, erasureOf } from '../support/uploads';

jest.setTimeout(120_000); // the command is a process of its own

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ env: { HANDOVER_RETENTION_DAYS: '30' } });
});
afterAll(() => handover?.stop());

/** No word of this may be found in the database once it is erased. */
const SECRET = 'peppermint';
const WORDS = {
  action: `Write to ${SECRET}`,
  context: SECRET,
  agent: SECRET,
  metadata: { [SECRET]: SECRET },
  trace: [{ type: 'message', name: SECRET, content: { [SECRET]: SECRET } }],
  context_images: [`https://example.com/${SECRET}.png`],
  response_type: { type: 'choose', label: SECRET, choices: [SECRET, 'b'] },
};
const ANSWER = { action: 'approve', notes: SECRET, response_data: { chosen: SECRET }, resolved_by: SECRET };

async function erase(...args: string[]) {
  const { DATABASE_URL, HANDOVER_SECRET, HANDOVER_DATA_DIR } = handover.config;
  const env = { ...process.env, DATABASE_URL, HANDOVER_SECRET, HANDOVER_DATA_DIR };
  return promisify(execFile)('node', ['dist/cli/erase.js', ...args], { cwd: packageRoot, env });
}
/** The same without a process of its own. */
const eraseNow = async (id: string, person: string | null = null) =>
  eraseDecision(handover.db, id, await erasureOf(handover, person));
/** The tables in which this text stands. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await handover.db.sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const found = tables.map(async ({ name }) => {
    const like = `SELECT 1 AS hit FROM "${name}" t WHERE t::text ILIKE '%${text}%' LIMIT 1`;
    return (await handover.db.$queryRawUnsafe<object[]>(like)).length > 0 ? [name] : [];
  });
  return (await Promise.all(found)).flat();
}
const verified = async () => (await handover.call('GET', '/audit/verify')).body;
/** A decision with words wherever there can be any, answered and delivered. */
async function answered(over: Record<string, unknown> = {}): Promise<string> {
  const id = await handover.ask({ ...WORDS, callback_url: `${handover.receiver.url}/hook`, ...over });
  await attach(handover, id, [{ name: `${SECRET}.txt`, bytes: Buffer.from(SECRET) }]);
  const key = { 'idempotency-key': `answer-${id}` };
  await handover.call('POST', `/decisions/${id}/resolve`, ANSWER, key);
  await deliveryOnce(handover, id, 'delivered', ({ status }) => status === 'delivered');
  return id;
}

test('erasing a decision takes every word of it out of the database, and the chain still verifies', async () => {
  const id = await answered();
  expect(await tablesWith(SECRET)).toEqual(
    expect.arrayContaining(['decisions', 'traces', 'answers', 'events', 'files', 'idempotency']),
  );
  expect((await erase('--decision', id)).stdout).toBe('1 decision erased\n');
  expect(await tablesWith(SECRET)).toEqual([]);
  expect(await verified()).toMatchObject({ ok: true, first_bad: null });
  const events = (await handover.call('GET', `/decisions/${id}/events`)).body.data;
  expect(events[0]).toMatchObject({ type: 'subject.erased', data: { cause: 'request', address: false } });
});

test('what is read afterwards says so, in the same fields', async () => {
  const id = await answered();
  const before = await handover.get(id);
  await eraseNow(id);
  const after = await handover.get(id, '?include=trace');
  const nulls = {
    context: null,
    agent: null,
    metadata: null,
    response_notes: null,
    response_data: null,
    resolved_by: null,
  };
  const [step] = before.steps;
  const [asked] = step?.approvers ?? [];
  const answer = { ...asked?.answer, notes: null, response_data: null };
  const empty = {
    steps: [{ ...step, approvers: [{ ...asked, answer }] }],
    action: '[erased]',
    ...nulls,
    context_images: [],
    attachments: [],
    response_type: { type: 'approve_deny' },
  };
  expect(after).toEqual({ ...before, ...empty, trace: [] });
});

test('a request that comes again gets no word that was erased, and does nothing', async () => {
  const id = await answered();
  await eraseNow(id);
  const again = await handover.call('POST', `/decisions/${id}/resolve`, ANSWER, { 'idempotency-key': `answer-${id}` });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(again.body).toEqual(await handover.get(id));
});

test('what was erased cannot be delivered again', async () => {
  const id = await answered();
  await eraseNow(id);
  const [delivery] = await deliveriesOf(handover, id);
  const { status, body } = await handover.call('POST', `/decisions/${id}/deliveries/${delivery?.id}/redeliver`);
  expect([status, body.error]).toEqual([404, expect.stringContaining('erased')]);
});

test('a callback that is still being tried ends with the words', async () => {
  handover.receiver.answer(...Array(50).fill(500));
  const id = await handover.ask({ ...WORDS, callback_url: `${handover.receiver.url}/dead` });
  await handover.answer(id, ANSWER);
  await deliveryOnce(handover, id, 'tried', ({ attempts }) => attempts.length >= 2);
  await eraseNow(id);
  handover.receiver.answer();
  expect(await deliveriesOf(handover, id)).toMatchObject([{ status: 'failed', next_attempt_at: null }]);
  await until(
    'the tries end',
    async () => (await handover.temporal.workflow.getHandle(`decision-${id}`).describe()).status.name === 'COMPLETED',
  );
  expect(handover.receiver.received.filter(({ path, raw }) => path === '/dead' && raw === '')).toEqual([]);
});

test('a text whose field is called like a list of files is erased as a text', async () => {
  const response_type = { type: 'text_input', fields: [{ name: 'uploaded_files' }] };
  const id = await handover.ask({ response_type });
  await handover.answer(id, { action: 'approve', response_data: { uploaded_files: SECRET } });
  expect(await eraseNow(id)).toBe('erased');
  expect((await handover.get(id)).response_data).toBeNull();
});

test('an open decision, and one that waits for its time, are refused and keep their words', async () => {
  const open = await handover.ask({ action: 'Still to be answered' });
  const scheduled = await handover.ask({ response_type: { type: 'schedule' } });
  await handover.answer(scheduled, { action: 'approve', execute_at: '2099-01-01T00:00:00Z' });
  const stderr = `${open} is still open: cancel it or wait until it is over, then erase it\n`;
  await expect(erase('--decision', open)).rejects.toMatchObject({ code: 1, stderr });
  expect(await eraseNow(scheduled)).toBe('open');
  expect(await handover.get(open)).toMatchObject({ action: 'Still to be answered' });
});

test('erasing a person takes their address too: where they were asked, stood in, or answered; the audit keeps who was asked', async () => {
  const person = 'zoe@company.com';
  const asked = await answered({ approver: 'Zoe@Company.com' });
  const backup = await answered({ backup_approver: person, approver: 'yuri@company.com' });
  const author = await handover.ask({ approver: 'yuri@company.com' });
  await handover.answer(author, { action: 'deny', resolved_by: person });
  expect((await erase('--person', 'ZOE@company.com')).stdout).toBe('3 decisions erased\n');
  expect(await handover.get(asked)).toMatchObject({ approver: '[erased]', resolved_by: null });
  expect(await handover.get(backup)).toMatchObject({ approver: 'yuri@company.com', backup_approver: '[erased]' });
  expect(await tablesWith(person)).toEqual(['audit_events']);
  expect(await verified()).toMatchObject({ ok: true });
  expect((await erase('--person', person)).stdout).toBe('0 decisions erased\n');
});

test('whoever holds a link sees that it was erased, and nothing of it', async () => {
  const approver = 'xenia@company.com';
  const id = await handover.ask({ ...WORDS, approver });
  const link = linkIn(await handover.mailbox.to(approver));
  await handover.answer(id, ANSWER);
  await eraseNow(id, approver);
  const words = wordsOf(await (await fetch(link)).text());
  expect(words).toContain('The texts of this request were erased on');
  expect(words).not.toMatch(/peppermint|xenia/);
});

test('the command says how it is meant where it cannot be told', async () => {
  const said = { code: 1, stderr: expect.stringContaining('npm run erase -- --decision <id>') };
  await expect(erase()).rejects.toMatchObject(said);
  await expect(erase('--person', 'a@b.co', '--older-than', '1')).rejects.toMatchObject(said);
});

test('after the days of retention the words go by themselves, and only then', async () => {
  const [old, young] = [await answered(), await answered()];
  await handover.db.sql`
    UPDATE decisions SET created_at = created_at - interval '40 days', ended_at = ended_at - interval '31 days' WHERE id = ${old}`;
  await handover.maintain();
  expect(await handover.get(old)).toMatchObject({ action: '[erased]' });
  expect(await handover.get(young)).toMatchObject({ action: WORDS.action });
  const { data } = (await handover.call('GET', `/audit?decision_id=${old}&type=subject.erased`)).body;
  expect(data).toMatchObject([{ data: { cause: 'retention', address: false }, actor: { type: 'system' } }]);
});

test('counts of requests are forgotten once their window is over, and no sooner', async () => {
  const ends = (inMs: number) => ({ points: 1, expire: BigInt(Date.now() + inMs) });
  await handover.db.rateLimit.createMany({
    data: [
      { key: 'read:over', ...ends(-1) },
      { key: 'read:running', ...ends(600_000) },
    ],
  });
  const isCounted = async (key: string) => (await handover.db.rateLimit.count({ where: { key } })) > 0;
  await handover.maintain();
  expect([await isCounted('read:over'), await isCounted('read:running')]).toEqual([false, true]);
});
