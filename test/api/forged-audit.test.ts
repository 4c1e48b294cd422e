import { canonicalHash } from '../../platform/canonical-hash';
import { createSigner } from '../../platform/ed25519';
import { type AuditEntry, type AuditEvent, appendAudit, eventOf, SYSTEM } from '../../store/audit';
import { sealOf, signCheckpoint } from '../../store/checkpoint-text';
import { addCheckpoint, addCheckpoints } from '../../store/checkpoints';
import { type Db, openDb } from '../../store/db';
import type { Sql } from '../../store/sql';
import { type AuditFault, verifyAudit } from '../../store/verify-audit';
import { createWorkspace } from '../../store/workspaces';
import { asSuperuser, cloneDatabase } from '../support/database';

const signer = createSigner(Buffer.alloc(32, 1));
const forger = createSigner(Buffer.alloc(32, 2));
let db: Db;
let superuser: Db;
beforeAll(async () => {
  const databaseUrl = await cloneDatabase();
  db = openDb(databaseUrl, { connections: 2 });
  superuser = openDb(asSuperuser(databaseUrl), { connections: 2 });
});
afterAll(async () => {
  await db?.$disconnect();
  await superuser?.$disconnect();
});

type Tamper = (sql: Sql, workspaceId: string) => Promise<unknown>;

const event = (): AuditEntry => ({ type: 'link.opened', at: new Date(), actor: SYSTEM, decisionId: null, data: {} });
const verify = (workspaceId: string) => verifyAudit(db, workspaceId, [signer.publicKey]);

/** A chain of seven events, with checkpoints at 0, 2, 4 and 6. */
async function writeChain(): Promise<string> {
  const workspaceId = await db.begin((sql) => createWorkspace(sql, { signer, name: 'Forged', at: new Date() }));
  for (let signed = 0; signed < 3; signed += 1) {
    await appendAudit(db.sql, workspaceId, [event(), event()]);
    await addCheckpoint(db, signer, workspaceId, new Date());
  }
  await appendAudit(db.sql, workspaceId, [event()]);
  return workspaceId;
}

/** Does something as a superuser, with every trigger of the audit disabled. */
async function tamperWith(workspaceId: string, tamper: Tamper): Promise<void> {
  await superuser.begin(async (sql) => {
    await sql`ALTER TABLE audit_events DISABLE TRIGGER USER`;
    await sql`ALTER TABLE audit_checkpoints DISABLE TRIGGER USER`;
    await tamper(sql, workspaceId);
    await sql`ALTER TABLE audit_events ENABLE ALWAYS TRIGGER append_only`;
    await sql`ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER append_only`;
  });
}

const editEvent =
  (sequence: number): Tamper =>
  (sql, id) =>
    sql`UPDATE audit_events SET data = '{"status": "approved"}' WHERE workspace_id = ${id} AND sequence = ${sequence}`;
const deleteEvents =
  (from: number, to = 99): Tamper =>
  (sql, id) =>
    sql`DELETE FROM audit_events WHERE workspace_id = ${id} AND sequence BETWEEN ${from} AND ${to}`;
const deleteCheckpoints =
  (from: number, to = 99): Tamper =>
  (sql, id) =>
    sql`DELETE FROM audit_checkpoints WHERE workspace_id = ${id} AND sequence BETWEEN ${from} AND ${to}`;
const moveEvent =
  (from: number, to: number): Tamper =>
  (sql, id) =>
    sql`UPDATE audit_events SET sequence = ${to} WHERE workspace_id = ${id} AND sequence = ${from}`;
const resetHead: Tamper = (sql, id) => sql`
  UPDATE workspaces SET (audit_sequence, audit_hash) = (
    SELECT coalesce(max(sequence), 0), coalesce((array_agg(hash ORDER BY sequence DESC))[1], '')
    FROM audit_events WHERE workspace_id = ${id})
  WHERE id = ${id}`;
/** Numbers and chains the events that are left anew, as if nothing had happened, the head included. */
const rechain: Tamper = async (sql, id) => {
  const events = await sql<AuditEvent>`
    SELECT id, type, at, actor, decision_id AS "decisionId", data, sequence FROM audit_events
    WHERE workspace_id = ${id} ORDER BY sequence`;
  let previousHash = '';
  for (const [index, row] of events.entries()) {
    const sequence = BigInt(index + 1);
    const hash = canonicalHash(eventOf({ ...row, sequence, previousHash }));
    await sql`
      UPDATE audit_events SET sequence = ${sequence}, previous_hash = ${previousHash}, hash = ${hash} WHERE id = ${row.id}`;
    previousHash = hash;
  }
  await resetHead(sql, id);
};
/** Signs the head with the forger's own key, as the successor of the latest checkpoint, and seals it. */
const signAsForger: Tamper = async (sql, id) => {
  const [latest] = await superuser.auditCheckpoint.findMany({ where: { workspaceId: id, sequence: 2 } });
  const [head] = await sql<{ sequence: string; hash: string }>`
    SELECT audit_sequence AS sequence, audit_hash AS hash FROM workspaces WHERE id = ${id}`;
  const next = { workspaceId: id, sequence: BigInt(head?.sequence ?? 0), hash: head?.hash ?? '', at: new Date() };
  const { sequence, hash, at, signature, publicKey } = signCheckpoint(forger, next, latest ?? null);
  await sql`
    INSERT INTO audit_checkpoints (workspace_id, sequence, hash, at, signature, public_key)
    VALUES (${id}, ${sequence}, ${hash}, ${at}, ${signature}, ${publicKey})`;
  await sql`
    UPDATE workspaces SET audit_seal = ${sealOf(forger, { ...next, signature, publicKey })} WHERE id = ${id}`;
};
const setHead =
  (change: { sequence?: number; hash?: string }): Tamper =>
  (sql, id) =>
    sql`
    UPDATE workspaces
    SET audit_sequence = coalesce(${change.sequence}, audit_sequence), audit_hash = coalesce(${change.hash}, audit_hash)
    WHERE id = ${id}`;
const all =
  (...steps: readonly Tamper[]): Tamper =>
  async (sql, id) => {
    for (const step of steps) await step(sql, id);
  };

const FORGERIES: readonly [what: string, firstBad: number, kind: AuditFault['kind'], tamper: Tamper][] = [
  ['an edit [w.audit]', 3, 'event_changed', editEvent(3)],
  ['an edit of the last event, not signed yet', 7, 'event_changed', editEvent(7)],
  [
    'an edit to something no event can hold',
    3,
    'event_changed',
    (sql, id) => sql`UPDATE audit_events SET at = 'infinity' WHERE workspace_id = ${id} AND sequence = 3`,
  ],
  [
    'an edit to a number no event can hold',
    3,
    'event_changed',
    (sql, id) => sql`UPDATE audit_events SET data = '{"amount": 1e400}' WHERE workspace_id = ${id} AND sequence = 3`,
  ],
  [
    'a changed actor',
    3,
    'event_changed',
    (sql, id) =>
      sql`UPDATE audit_events SET actor = '{"id": "eve@company.com"}' WHERE workspace_id = ${id} AND sequence = 3`,
  ],
  [
    'a changed previous_hash alone',
    3,
    'previous_hash_changed',
    (sql, id) =>
      sql`UPDATE audit_events SET previous_hash = repeat('0', 64) WHERE workspace_id = ${id} AND sequence = 3`,
  ],
  [
    'a changed hash alone',
    3,
    'event_changed',
    (sql, id) => sql`UPDATE audit_events SET hash = repeat('0', 64) WHERE workspace_id = ${id} AND sequence = 3`,
  ],
  ['a reorder [w.audit]', 2, 'previous_hash_changed', all(moveEvent(2, 99), moveEvent(3, 2), moveEvent(99, 3))],
  ['a gap', 3, 'event_missing', deleteEvents(3, 3)],
  ['a gap that was closed by numbering anew', 4, 'checkpoint_contradicted', all(deleteEvents(3, 3), rechain)],
  ['a missing beginning', 1, 'event_missing', deleteEvents(1, 2)],
  ['an event before the first', 1, 'event_before_first', moveEvent(7, 0)],
  ['an event with a negative sequence', 1, 'event_before_first', moveEvent(7, -1)],
  ['a cut tail', 5, 'event_missing', deleteEvents(5)],
  ['a cut tail, the head set back to hide it [w.audit]', 5, 'event_missing', all(deleteEvents(5), resetHead)],
  [
    'a cut tail, the head and the checkpoints set back too',
    5,
    'last_checkpoints_missing',
    all(deleteEvents(5), deleteCheckpoints(5), resetHead),
  ],
  ['an event edited and the chain recomputed', 4, 'checkpoint_contradicted', all(editEvent(3), rechain)],
  [
    'the same with the later checkpoints deleted',
    3,
    'last_checkpoints_missing',
    all(deleteCheckpoints(3), editEvent(3), rechain),
  ],
  [
    'the same with every checkpoint deleted',
    1,
    'first_checkpoint_missing',
    all(deleteCheckpoints(0), editEvent(3), rechain),
  ],
  [
    'the same with all but the first checkpoint deleted',
    1,
    'last_checkpoints_missing',
    all(deleteCheckpoints(1), editEvent(3), rechain),
  ],
  [
    'the same, signed with a key of the forger',
    7,
    'checkpoint_not_genuine',
    all(deleteCheckpoints(3), editEvent(3), rechain, signAsForger),
  ],
  [
    'a tail that was cut off and written anew',
    6,
    'checkpoint_contradicted',
    all(deleteEvents(6), resetHead, (sql, id) => appendAudit(sql, id, [event(), event()])),
  ],
  ['a missing checkpoint in the middle', 4, 'checkpoint_not_genuine', deleteCheckpoints(2, 2)],
  ['a missing last checkpoint', 5, 'last_checkpoints_missing', deleteCheckpoints(6, 6)],
  ['a missing first checkpoint', 1, 'first_checkpoint_missing', deleteCheckpoints(0, 0)],
  [
    'a checkpoint with another hash',
    4,
    'checkpoint_not_genuine',
    (sql, id) => sql`UPDATE audit_checkpoints SET hash = repeat('0', 64) WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'a checkpoint with another time',
    4,
    'checkpoint_not_genuine',
    (sql, id) =>
      sql`UPDATE audit_checkpoints SET at = now() - interval '1 day' WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'a checkpoint with a time that is none',
    4,
    'checkpoint_not_genuine',
    (sql, id) => sql`UPDATE audit_checkpoints SET at = 'infinity' WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    "a checkpoint with nobody's signature",
    4,
    'checkpoint_not_genuine',
    (sql, id) =>
      sql`UPDATE audit_checkpoints SET signature = ${Buffer.alloc(64).toString('base64')} WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'a checkpoint with no signature',
    4,
    'checkpoint_not_genuine',
    (sql, id) => sql`UPDATE audit_checkpoints SET signature = '' WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'a checkpoint that names another key',
    6,
    'checkpoint_not_genuine',
    (sql, id) => sql`UPDATE audit_checkpoints SET public_key = 'x' WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'a checkpoint moved to another event',
    3,
    'checkpoint_not_genuine',
    (sql, id) => sql`UPDATE audit_checkpoints SET sequence = 3 WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'an invented checkpoint',
    3,
    'checkpoint_not_genuine',
    (sql, id) =>
      sql`INSERT INTO audit_checkpoints SELECT workspace_id, 3, hash, at, signature, public_key FROM audit_checkpoints WHERE workspace_id = ${id} AND sequence = 4`,
  ],
  [
    'a removed seal',
    7,
    'last_checkpoints_missing',
    (sql, id) => sql`UPDATE workspaces SET audit_seal = '' WHERE id = ${id}`,
  ],
  ['a head with another hash', 7, 'head_wrong', setHead({ hash: '0'.repeat(64) })],
  [
    'a head that was set back',
    6,
    'head_set_back',
    (sql, id) =>
      sql`UPDATE workspaces SET (audit_sequence, audit_hash) = (SELECT sequence, hash FROM audit_events WHERE workspace_id = ${id} AND sequence = 5) WHERE id = ${id}`,
  ],
  ['a head that is ahead', 8, 'event_missing', setHead({ sequence: 9 })],
  ['a wiped chain', 1, 'event_missing', deleteEvents(1)],
  ['a wiped chain with the head set back', 1, 'event_missing', all(deleteEvents(1), resetHead)],
  [
    'a wiped chain without head and checkpoints',
    1,
    'first_checkpoint_missing',
    all(deleteEvents(1), deleteCheckpoints(0), resetHead),
  ],
  [
    'a wiped chain without head, checkpoints and seal',
    1,
    'first_checkpoint_missing',
    all(
      deleteEvents(1),
      deleteCheckpoints(0),
      resetHead,
      (sql, id) => sql`UPDATE workspaces SET audit_seal = '' WHERE id = ${id}`,
    ),
  ],
  [
    'a wiped chain with only the first checkpoint left',
    1,
    'last_checkpoints_missing',
    all(deleteEvents(1), deleteCheckpoints(1), resetHead),
  ],
];

describe('verify finds', () => {
  test.each(FORGERIES)('%s', async (_what, firstBad, kind, tamper) => {
    const workspaceId = await writeChain();
    await tamperWith(workspaceId, tamper);
    const found = await verify(workspaceId);
    expect(found).toMatchObject({ ok: false, firstBad, checked: firstBad - 1 });
    expect(found.faults.map((fault) => fault.kind)).toContain(kind);
  });

  test('nothing where everything is as it was written', async () => {
    const latest = { sequence: 6n };
    expect(await verify(await writeChain())).toMatchObject({
      ok: true,
      checked: 7,
      firstBad: null,
      faults: [],
      latest,
    });
  });

  test("another workspace's chain in the place of this one", async () => {
    const [one, other] = [await writeChain(), await writeChain()];
    await tamperWith(one, async (sql) => {
      await all(deleteEvents(1), deleteCheckpoints(0))(sql, one);
      await sql`UPDATE audit_events SET workspace_id = ${one} WHERE workspace_id = ${other}`;
      await sql`UPDATE audit_checkpoints SET workspace_id = ${one} WHERE workspace_id = ${other}`;
      await sql`
        UPDATE workspaces SET (audit_sequence, audit_hash, audit_seal) = (
          SELECT audit_sequence, audit_hash, audit_seal FROM workspaces WHERE id = ${other}) WHERE id = ${one}`;
    });
    expect(await verify(one)).toMatchObject({ ok: false, firstBad: 1 });
    expect(await verify(other)).toMatchObject({ ok: false, firstBad: 1 });
  });
});

describe('a head that does not continue from the latest checkpoint is not signed', () => {
  /** What can be seen from the latest checkpoint on. What was changed before it, only `verify` finds. */
  const VISIBLE: readonly [what: string, tamper: Tamper][] = [
    ['after an edit', editEvent(7)],
    [
      'after a cut tail was written anew',
      all(deleteEvents(6), resetHead, (sql, id) => appendAudit(sql, id, [event(), event()])),
    ],
    ['after the tail was cut and the head set back', all(deleteEvents(5), resetHead)],
    [
      'after the later checkpoints were deleted and the chain recomputed',
      all(deleteCheckpoints(3), editEvent(3), rechain),
    ],
    ['after every checkpoint was deleted and the chain recomputed', all(deleteCheckpoints(0), editEvent(3), rechain)],
    ['after all but the first were deleted and the chain recomputed', all(deleteCheckpoints(1), editEvent(3), rechain)],
    [
      'after the latest checkpoint was changed',
      (sql, id) => sql`UPDATE audit_checkpoints SET signature = '' WHERE workspace_id = ${id} AND sequence = 6`,
    ],
    ['with a wrong head', setHead({ hash: '0'.repeat(64) })],
    ['with a head that is ahead', setHead({ sequence: 9 })],
  ];

  test.each(VISIBLE)('%s', async (_what, tamper) => {
    const [workspaceId, sound] = [await writeChain(), await writeChain()];
    await tamperWith(workspaceId, tamper);
    const checkpoints = () => db.auditCheckpoint.count({ where: { workspaceId } });
    const before = await checkpoints();
    const { signed, refused } = await addCheckpoints(db, signer, new Date());
    expect(refused.map((one) => one.workspaceId)).toContain(workspaceId);
    expect(signed.map((one) => one.workspaceId)).toContain(sound); // one bad chain does not stop the others
    expect(await checkpoints()).toBe(before);
  });

  test('and when a forger signed it, the signature of the next checkpoint heals nothing', async () => {
    const workspaceId = await writeChain();
    await tamperWith(workspaceId, all(deleteCheckpoints(3), editEvent(3), rechain, signAsForger));
    await appendAudit(db.sql, workspaceId, [event()]);
    await addCheckpoint(db, signer, workspaceId, new Date());
    expect(await verify(workspaceId)).toMatchObject({ ok: false, firstBad: 7 });
    await tamperWith(workspaceId, deleteCheckpoints(7, 7));
    expect(await verify(workspaceId)).toMatchObject({ ok: false, firstBad: 8 });
  });
});

/** What docs/security.md says is not found in the database alone. If one of these is found one day, change it there. */
describe('the documented limits', () => {
  test('an event that is not signed yet can be rewritten', async () => {
    const workspaceId = await writeChain();
    await tamperWith(workspaceId, all(editEvent(7), rechain));
    expect(await verify(workspaceId)).toMatchObject({ ok: true });
  });

  test('an older copy of everything, the seal included, verifies; copies of later checkpoints show that it is old', async () => {
    const workspaceId = await db.begin((sql) => createWorkspace(sql, { signer, name: 'Restored', at: new Date() }));
    await appendAudit(db.sql, workspaceId, [event()]);
    await addCheckpoint(db, signer, workspaceId, new Date());
    const { auditSeal } = await db.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    await appendAudit(db.sql, workspaceId, [event()]);
    const copy = await addCheckpoint(db, signer, workspaceId, new Date());
    const restoreSeal: Tamper = (sql, id) => sql`UPDATE workspaces SET audit_seal = ${auditSeal} WHERE id = ${id}`;
    await tamperWith(workspaceId, all(deleteEvents(2), deleteCheckpoints(2), resetHead, restoreSeal));
    expect(await verify(workspaceId)).toMatchObject({ ok: true, checked: 1 });
    const kept = await db.auditCheckpoint.findMany({ where: { workspaceId } });
    expect(kept).not.toContainEqual('checkpoint' in copy && copy.checkpoint);
  });
});
