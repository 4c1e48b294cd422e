import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { newId } from '../../platform/ids';
import { packageRoot } from '../../platform/package-root';
import { createSecrets } from '../../platform/secrets';
import { type AuditEntry, appendAudit, SYSTEM, type Verified, verifyAudit } from '../../store/audit';
import { addCheckpoints, type Checkpoint } from '../../store/checkpoints';
import type { Sql } from '../../store/sql';
import { RECONCILE_OFTEN } from '../support/environment';
import { type Harness, startHarness } from '../support/harness';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false, env: RECONCILE_OFTEN });
});
afterAll(() => handover?.stop());

const signer = () => createSecrets(handover.config.HANDOVER_SECRET).auditSigner;
const list = async (query = '') => (await handover.call('GET', `/audit/checkpoints${query}`)).body;
const workspaceOf = async () => (await handover.db.apiKey.findFirstOrThrow()).workspaceId;
/** Asks, signs the head of the chain, and returns how long that is. */
async function checkpoint(): Promise<number> {
  await handover.ask();
  await addCheckpoints(handover.db, signer(), new Date());
  const where = { id: await workspaceOf() };
  return Number((await handover.db.workspace.findUniqueOrThrow({ where })).auditSequence);
}

test('a checkpoint is the signed head of the chain; who has the public key can check it', async () => {
  const workspaceId = await workspaceOf();
  const sequence = await checkpoint();
  const { hash, at, signature, public_key, ...rest } = (await list()).data[0];
  expect(rest).toEqual({ sequence });
  const text = ['handover audit checkpoint', workspaceId, sequence, hash, at].join('\n');
  const key = createPublicKey({ key: Buffer.from(public_key, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))).toBe(true);
  expect(await handover.db.auditEvent.findFirst({ where: { workspaceId, sequence } })).toMatchObject({ hash });
});

test('there is a new one only where the chain has grown; the list is newest first and goes on', async () => {
  const sequence = await checkpoint();
  expect(await addCheckpoints(handover.db, signer(), new Date())).toEqual([]);
  const first = await list('?limit=1');
  expect(first).toMatchObject({ data: [{ sequence }], has_more: true, next_cursor: String(sequence) });
  const rest = await list(`?cursor=${first.next_cursor}`);
  expect(rest.data[0].sequence).toBeLessThan(sequence);
  expect((await handover.call('GET', '/audit/checkpoints?cursor=x')).body.code).toBe('VALIDATION_ERROR');
});

test('nobody changes or deletes one [w.audit]', async () => {
  await checkpoint();
  const refused = /audit_checkpoints is append-only/;
  await expect(handover.db.sql`UPDATE audit_checkpoints SET hash = ''`).rejects.toThrow(refused);
  await expect(handover.db.sql`DELETE FROM audit_checkpoints`).rejects.toThrow(refused);
});

test('audit:verify prints the public key, checks the checkpoints, and ends with 1 where one is bad', async () => {
  await checkpoint();
  const { DATABASE_URL, HANDOVER_SECRET } = handover.config;
  const run = (secret: string) => {
    const env = { ...process.env, DATABASE_URL, HANDOVER_SECRET: secret };
    return promisify(execFile)('node', ['dist/store/verify-command.js'], { cwd: packageRoot, env });
  };
  const { stdout } = await run(HANDOVER_SECRET);
  expect(stdout).toContain(signer().publicKey);
  expect(stdout).toContain('all as they were written');
  const broken = { code: 1, stdout: expect.stringContaining('broken first at sequence') };
  await expect(run('another secret than the one that signed')).rejects.toMatchObject(broken);
});

/** What verify says of a chain of four events, of which two and four are signed, after somebody who may do anything did this. */
async function foundAfter(tamper: (sql: Sql, workspaceId: string) => Promise<unknown>): Promise<Verified> {
  const { db } = handover;
  const workspaceId = newId();
  await db.sql`INSERT INTO workspaces (id, name) VALUES (${workspaceId}, 'Tampered')`;
  for (let signed = 0; signed < 2; signed += 1) {
    await appendAudit(db.sql, workspaceId, [event(), event()]);
    await addCheckpoints(db, signer(), new Date());
  }
  await db.begin(async (sql) => {
    await sql`ALTER TABLE audit_events DISABLE TRIGGER USER`;
    await sql`ALTER TABLE audit_checkpoints DISABLE TRIGGER USER`;
    await tamper(sql, workspaceId);
    await sql`ALTER TABLE audit_events ENABLE TRIGGER USER`;
    await sql`ALTER TABLE audit_checkpoints ENABLE TRIGGER USER`;
  });
  return verifyAudit(db, workspaceId, [signer().publicKey]);
}
const event = (): AuditEntry => ({ type: 'link.opened', at: new Date(), actor: SYSTEM, decisionId: null, data: {} });

/** Cuts the last event off and sets the head back. */
async function cutTail(sql: Sql, workspaceId: string): Promise<void> {
  await sql`DELETE FROM audit_events WHERE workspace_id = ${workspaceId} AND sequence = 4`;
  await sql`
    UPDATE workspaces SET (audit_sequence, audit_hash) = (SELECT sequence, hash FROM audit_events WHERE workspace_id = ${workspaceId} AND sequence = 3)
    WHERE id = ${workspaceId}`;
}

describe('verify names the first bad record', () => {
  const bad = (firstBad: number): Verified => ({ ok: false, checked: firstBad - 1, firstBad });

  test('of an edit [w.audit]', async () => {
    const edit = (sql: Sql, id: string) =>
      sql`UPDATE audit_events SET data = '{"status": "approved"}' WHERE workspace_id = ${id} AND sequence = 3`;
    expect(await foundAfter(edit)).toEqual(bad(3));
  });

  test('of a reorder [w.audit]', async () => {
    const move = (sql: Sql, id: string, from: number, to: number) =>
      sql`UPDATE audit_events SET sequence = ${to} WHERE workspace_id = ${id} AND sequence = ${from}`;
    const swap = async (sql: Sql, id: string) => {
      for (const [from, to] of [
        [2, 9],
        [3, 2],
        [9, 3],
      ] as const)
        await move(sql, id, from, to);
    };
    expect(await foundAfter(swap)).toEqual(bad(2));
  });

  test('of a tail that was cut off, though the head was set back to hide it [w.audit]', async () => {
    expect(await foundAfter(cutTail)).toEqual(bad(4));
  });

  test('of a tail that was cut off and written anew, chained as it should be', async () => {
    const forge = async (sql: Sql, id: string) => {
      await cutTail(sql, id);
      await appendAudit(sql, id, [event(), event()]);
    };
    expect(await foundAfter(forge)).toEqual(bad(4));
  });

  test.each([
    ['another hash', { hash: '0'.repeat(64) }],
    ['another time', { at: new Date(0) }],
    ['a signature of nobody', { signature: Buffer.alloc(64).toString('base64') }],
  ])('of a checkpoint with %s', async (_what, { hash, at, signature }: Partial<Checkpoint>) => {
    const change = (sql: Sql, id: string) => sql`
      UPDATE audit_checkpoints
      SET hash = coalesce(${hash}, hash), at = coalesce(${at}, at),
          signature = coalesce(${signature}, signature)
      WHERE workspace_id = ${id} AND sequence = 2`;
    expect(await foundAfter(change)).toEqual(bad(2));
  });

  test('and nothing where all is as it was written', async () => {
    expect(await foundAfter(async () => undefined)).toEqual({ ok: true, checked: 4, firstBad: null });
  });
});

test('a checkpoint under another secret is bad, unless its public key is trusted', async () => {
  const [checked, workspaceId] = [await checkpoint(), await workspaceOf()];
  const { publicKey } = createSecrets('another secret than the one that signed').auditSigner;
  expect(await verifyAudit(handover.db, workspaceId, [publicKey])).toMatchObject({ ok: false });
  const both = [publicKey, signer().publicKey];
  expect(await verifyAudit(handover.db, workspaceId, both)).toEqual({ ok: true, checked, firstBad: null });
});

test('reconcile makes them as the chain grows', async () => {
  await handover.startWorker();
  const [{ sequence }] = (await list('?limit=1')).data;
  await handover.ask();
  await until('a checkpoint', async () => (await list('?limit=1')).data[0].sequence > sequence);
  expect((await handover.call('GET', '/audit/verify')).body).toMatchObject({ ok: true });
});
