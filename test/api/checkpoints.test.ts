import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { packageRoot } from '../../platform/package-root';
import { createSecrets } from '../../platform/secrets';
import { addCheckpoints } from '../../store/checkpoints';
import { verifyAudit } from '../../store/verify-audit';
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

test('a checkpoint signs the head of the chain and the checkpoint before it; anyone with the public key can verify that', async () => {
  const workspaceId = await workspaceOf();
  await checkpoint();
  const sequence = await checkpoint();
  const [latest, before] = (await list()).data;
  const { hash, at, signature, public_key, ...rest } = latest;
  expect(rest).toEqual({ sequence });
  const fields = [before.sequence, before.hash, before.at, before.public_key, before.signature];
  const hashOfBefore = createHash('sha256').update(fields.join('\n')).digest('hex');
  const lines = ['handover audit checkpoint', workspaceId, sequence, hash, at, before.sequence, hashOfBefore];
  const text = lines.join('\n');
  const key = createPublicKey({ key: Buffer.from(public_key, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))).toBe(true);
  expect(await handover.db.auditEvent.findFirst({ where: { workspaceId, sequence } })).toMatchObject({ hash });
});

test('the first checkpoint is signed when the workspace is created, before any event', async () => {
  const all = await handover.db.auditCheckpoint.findMany({ orderBy: { sequence: 'asc' } });
  expect(all[0]).toMatchObject({ sequence: 0n, hash: '', publicKey: signer().publicKey });
});

test('a checkpoint is added only when the chain has grown; they are listed newest first, by page', async () => {
  const sequence = await checkpoint();
  expect(await addCheckpoints(handover.db, signer(), new Date())).toEqual({ signed: [], refused: [] });
  const first = await list('?limit=1');
  expect(first).toMatchObject({ data: [{ sequence }], has_more: true, next_cursor: String(sequence) });
  const rest = await list(`?cursor=${first.next_cursor}`);
  expect(rest.data[0].sequence).toBeLessThan(sequence);
  expect((await handover.call('GET', '/audit/checkpoints?cursor=x')).body.code).toBe('VALIDATION_ERROR');
});

test('two workers that sign at the same time add one checkpoint, not a fork', async () => {
  await checkpoint();
  await handover.ask();
  const both = Array.from({ length: 4 }, () => addCheckpoints(handover.db, signer(), new Date()));
  const signed = (await Promise.all(both)).flatMap((each) => each.signed);
  expect(signed).toHaveLength(1);
  expect(await verifyAudit(handover.db, await workspaceOf(), [signer().publicKey])).toMatchObject({ ok: true });
});

test('a chain that grows while it is verified verifies', async () => {
  const workspaceId = await workspaceOf();
  let isGrowing = true;
  const growth = (async () => {
    while (isGrowing) await checkpoint();
  })();
  for (let round = 0; round < 20; round += 1)
    expect(await verifyAudit(handover.db, workspaceId, [signer().publicKey])).toMatchObject({ ok: true, faults: [] });
  isGrowing = false;
  await growth;
});

test('neither the product nor the owner of the tables changes or deletes one [w.audit]', async () => {
  await checkpoint();
  const statements = [`UPDATE audit_checkpoints SET hash = ''`, 'DELETE FROM audit_checkpoints'];
  for (const statement of statements) {
    await expect(handover.db.$executeRawUnsafe(statement)).rejects.toThrow('permission denied');
    await expect(handover.owner.$executeRawUnsafe(statement)).rejects.toThrow('audit_checkpoints is append-only');
  }
});

test('audit:verify prints the public key, says what is signed, and ends with 1 when a checkpoint is bad', async () => {
  await checkpoint();
  const { DATABASE_URL, HANDOVER_SECRET } = handover.config;
  const run = (secret: string, ...args: string[]) => {
    const env = { ...process.env, DATABASE_URL, HANDOVER_SECRET: secret };
    return promisify(execFile)('node', ['dist/cli/verify-audit.js', ...args], { cwd: packageRoot, env });
  };
  const { stdout } = await run(HANDOVER_SECRET);
  expect(stdout).toContain(signer().publicKey);
  expect(stdout).toMatch(/: \d+ events verified, all signed\n/);
  const other = 'another secret than the one that signed';
  const stdoutOfOther = expect.stringMatching(/first bad sequence 1\n.+at 0 .+key that is not trusted/s);
  await expect(run(other)).rejects.toMatchObject({ code: 1, stdout: stdoutOfOther });
  expect((await run(other, signer().publicKey)).stdout).toContain('events verified');
  await expect(run(other, 'x')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('base64: x') });
});

test('a checkpoint under another secret is bad, unless its public key is trusted', async () => {
  const [checked, workspaceId] = [await checkpoint(), await workspaceOf()];
  const { publicKey } = createSecrets('another secret than the one that signed').auditSigner;
  expect(await verifyAudit(handover.db, workspaceId, [publicKey])).toMatchObject({ ok: false });
  const both = [publicKey, signer().publicKey];
  expect(await verifyAudit(handover.db, workspaceId, both)).toMatchObject({ ok: true, checked, firstBad: null });
});

test('reconcile adds checkpoints as the chain grows', async () => {
  await handover.startWorker();
  const [{ sequence }] = (await list('?limit=1')).data;
  await handover.ask();
  await until('a checkpoint', async () => (await list('?limit=1')).data[0].sequence > sequence);
  expect((await handover.call('GET', '/audit/verify')).body).toMatchObject({ ok: true });
});

test('after HANDOVER_SECRET was changed, signing continues with the new key', async () => {
  await checkpoint();
  await handover.ask();
  const renewed = createSecrets('the secret that comes after the lost one').auditSigner;
  expect(await addCheckpoints(handover.db, renewed, new Date())).toMatchObject({ signed: [{}], refused: [] });
  const verify = async (...keys: string[]) => verifyAudit(handover.db, await workspaceOf(), keys);
  expect(await verify(signer().publicKey, renewed.publicKey)).toMatchObject({ ok: true });
  expect(await verify(renewed.publicKey)).toMatchObject({ ok: false, firstBad: 1 });
});
