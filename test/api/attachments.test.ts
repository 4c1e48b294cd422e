import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { contentHashOf } from '../../decisions/content';
import { MAX_FILE_BYTES } from '../../domain/files';
import { newId } from '../../platform/ids';
import { getDecision } from '../../store/decisions';
import { eraseDecision } from '../../store/erase';
import { formOf, PDF, PNG, SAMPLES, textOfSize } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';
import { startS3 } from '../support/s3';
import { attach, download, erasureOf, send } from '../support/uploads';

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3?.close());

const text = (name: string, words = 'some words') => ({ name, bytes: Buffer.from(words) });
const hashOf = (bytes: ArrayBuffer | Buffer) =>
  createHash('sha256')
    .update(Buffer.from(bytes as Buffer))
    .digest('hex');
const namesIn = ({ body }: { body: { attachments: { name: string }[] } }) => body.attachments.map(({ name }) => name);

describe.each(['file:', 's3:'])('with files in %s', (kind) => {
  let handover: Harness;
  beforeAll(async () => {
    handover = await startHarness({ env: { STORAGE_URL: kind === 's3:' ? s3.url() : 'file:' } });
  });
  afterAll(() => handover?.stop());

  /** How many files the storage holds. */
  const stored = () => {
    const folder = kind === 's3:' ? s3.folder : path.join(handover.config.HANDOVER_DATA_DIR, 'files');
    return existsSync(folder) ? readdirSync(folder).filter((name) => !/metadata|md5/.test(name)).length : 0;
  };
  /** Nothing of the request is left: neither file nor note of one, and the decision is as it was. */
  const expectNoTrace = async (id: string, before: { files: number; attachments: readonly unknown[] }) => {
    expect(stored()).toBe(before.files);
    expect(await handover.db.file.count({ where: { keptAt: null } })).toBe(0);
    expect((await handover.get(id)).attachments).toEqual(before.attachments);
  };

  test('two files in one request are both kept, listed and told with the decision [h.at.post] [h.at.link]', async () => {
    const id = await handover.ask();
    const reply = await attach(handover, id, [text('a.txt'), { name: 'dot.png', bytes: PNG }]);
    expect(reply.status).toBe(201);
    const url = expect.stringMatching(`^${handover.url}/decisions/${id}/attachments/[0-9a-f-]{36}$`);
    expect(reply.body.attachments).toEqual([
      { id: expect.any(String), name: 'a.txt', url, type: 'text/plain', size: 10 },
      { id: expect.any(String), name: 'dot.png', url, type: 'image/png', size: PNG.length },
    ]);
    expect((await handover.call('GET', `/decisions/${id}/attachments`)).body).toEqual(reply.body);
    expect((await handover.get(id)).attachments).toEqual(reply.body.attachments);
    expect(namesIn(await attach(handover, id, [text('b.txt')]))).toEqual(['a.txt', 'dot.png', 'b.txt']);
  });

  test('each kind that is taken comes back byte for byte, as a download that no browser runs [h.at.types]', async () => {
    for (let at = 0; at < SAMPLES.length; at += 5) {
      const samples = SAMPLES.slice(at, at + 5);
      const { status, body } = await attach(handover, await handover.ask(), samples);
      expect([status, body.attachments.map(({ type }: { type: string }) => type)]).toEqual([
        201,
        samples.map(({ type }) => type),
      ]);
      for (const [index, { url }] of body.attachments.entries()) {
        const reply = await download(handover, url);
        const bytes = samples[index]?.bytes ?? Buffer.alloc(0);
        expect(reply.headers.get('content-length')).toBe(String(bytes.length));
        expect(hashOf(await reply.arrayBuffer())).toBe(hashOf(bytes));
      }
    }
  });

  test('a download says what it is, by a name that anybody can read, and is not kept', async () => {
    const { body } = await attach(handover, await handover.ask(), [{ name: 'Grüße "1" 你好.pdf', bytes: PDF }]);
    const { headers } = await download(handover, body.attachments[0].url);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(
        /^attachment; filename=".+\.pdf"; filename\*=UTF-8''Gr%C3%BC%C3%9Fe/,
      ),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    });
  });

  test('text with an ending that would start a program is saved as a .txt file', async () => {
    const { body } = await attach(handover, await handover.ask(), [text('console.msc')]);
    expect(body.attachments[0]).toMatchObject({ name: 'console.msc', type: 'text/plain' });
    const { headers } = await download(handover, body.attachments[0].url);
    expect(headers.get('content-disposition')).toBe('attachment; filename=console.msc.txt');
  });

  test('the sixth file is refused, with all that came with it [h.at.max]', async () => {
    const id = await handover.ask();
    await attach(handover, id, [text('1.txt'), text('2.txt'), text('3.txt')]);
    const before = { files: stored(), attachments: (await handover.get(id)).attachments };
    const { status, body } = await attach(handover, id, [text('4.txt'), text('5.txt'), text('6.txt')]);
    expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.error).toContain('must be at most 5 files in all: this decision has 3, and 3 were sent');
    await expectNoTrace(id, before);
    expect(
      (
        await attach(
          handover,
          await handover.ask(),
          '123456'.split('').map((n) => text(n)),
        )
      ).status,
    ).toBe(400);
  });

  test('five is the most under requests at the same time, too', async () => {
    const id = await handover.ask();
    const files = stored();
    const replies = await Promise.all(
      [1, 2, 3, 4].map((n) => attach(handover, id, [text(`${n}a.txt`), text(`${n}b.txt`)])),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 400, 400]);
    const { attachments } = await handover.get(id);
    expect(attachments).toHaveLength(4);
    await expectNoTrace(id, { files: files + 4, attachments });
  });

  test('10 MB are taken, and one byte more is PAYLOAD_TOO_LARGE, with all that came with it [h.at.size]', async () => {
    const id = await handover.ask();
    expect((await attach(handover, id, [{ name: 'a.txt', bytes: textOfSize(MAX_FILE_BYTES) }])).status).toBe(201);
    const before = { files: stored(), attachments: (await handover.get(id)).attachments };
    const large = { name: 'large.txt', bytes: textOfSize(MAX_FILE_BYTES + 1) };
    const { status, body } = await attach(handover, id, [text('small.txt'), large]);
    expect([status, body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(body.error).toContain('"large.txt" is larger than 10 MB');
    await expectNoTrace(id, before);
  });

  test.each([
    ['a.sh', Buffer.from('#!/bin/sh\n')],
    ['a.sh', Buffer.from('hello')],
    ['report.pdf.exe', PDF],
    ['evil.pdf', Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1')],
    ['page.png', Buffer.from('<html><script>alert(1)</script></html>')],
    ['logo.svg', Buffer.from('<svg/>')],
    ['order.xml', Buffer.from('<o><x xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></x></o>')],
    ['empty.txt', Buffer.alloc(0)],
  ])('%s is refused by name, and the good file with it [h.at.block]', async (name, bytes) => {
    const id = await handover.ask();
    const before = { files: stored(), attachments: [] };
    const { status, body } = await attach(handover, id, [text('good.txt'), { name, bytes }]);
    expect([status, body.code, body.details.map((one: { path: string }) => one.path)]).toEqual([
      ...[400, 'VALIDATION_ERROR'],
      ['file'],
    ]);
    expect(body.error).toContain(`"${name}"`);
    await expectNoTrace(id, before);
  });

  test('once the decision is over nothing is added: 409, and the answer says how it stands', async () => {
    const id = await handover.ask();
    await attach(handover, id, [text('a.txt')]);
    const { attachments } = await handover.get(id);
    const files = stored();
    await handover.answer(id, { action: 'deny' });
    const { status, body } = await attach(handover, id, [text('late.txt')]);
    expect([status, body.code, body.status]).toEqual([409, 'ALREADY_RESOLVED', 'denied']);
    await expectNoTrace(id, { files, attachments });
  });

  test('once an answer has counted nothing is added: the others would approve something else [h.ch.files]', async () => {
    const approvers = ['files-1@company.com', 'files-2@company.com'];
    const id = await handover.ask({ approver: undefined, approvers, need: 2 });
    await handover.answer(id, { action: 'approve', resolved_by: approvers[0] });
    const before = { files: stored(), attachments: [] };
    const { status, body } = await attach(handover, id, [text('late.txt')]);
    expect([status, body.code, body.status]).toEqual([409, 'ALREADY_ANSWERED', undefined]);
    await expectNoTrace(id, before);
  });

  test("a decision that is erased takes its files along, the agent's and the answer's", async () => {
    const id = await handover.ask({ response_type: { type: 'file_upload' } });
    const [files, kept] = [stored(), await handover.ask()];
    const { body } = await attach(handover, id, [text('a.txt'), text('b.txt')]);
    await attach(handover, kept, [text('c.txt')]);
    await send(handover, `/decisions/${id}/resolve`, formOf([{ name: 'nda.pdf', bytes: PDF }], { action: 'approve' }));
    expect(await eraseDecision(handover.db, id, await erasureOf(handover))).toBe('erased');
    expect(stored()).toBe(files + 1);
    expect((await download(handover, body.attachments[0].url)).status).toBe(404);
  });

  test('the page lists each file, and its link downloads the same bytes [h.at.page]', async () => {
    const approver = `files-${kind.slice(0, -1)}@company.com`;
    const id = await handover.ask({ approver });
    await attach(handover, id, [{ name: 'report.pdf', bytes: PDF }]);
    const link = linkIn(await handover.mailbox.to(approver));
    const [, href = ''] =
      /<a class="file" href="([^"]+)"[^>]*>.*?report\.pdf/.exec(await (await fetch(link)).text()) ?? [];
    expect(href).toMatch(/^\/d\/[\w-]{43}\/files\/[0-9a-f-]{36}$/);
    const reply = await fetch(new URL(href, handover.url));
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename=report.pdf');
    expect(hashOf(await reply.arrayBuffer())).toBe(hashOf(PDF));
    const foreign = href.replace(/[^/]+$/, newId());
    expect((await fetch(new URL(foreign, handover.url))).status).toBe(404);
  });
});

describe('whoever asks', () => {
  let handover: Harness;
  beforeAll(async () => {
    handover = await startHarness({ worker: false });
  });
  afterAll(() => handover?.stop());

  test('again with the same Idempotency-Key gets the same reply, and with other files a refusal', async () => {
    const id = await handover.ask();
    const key = { 'idempotency-key': 'files-1' };
    const first = await attach(handover, id, [text('a.txt')], key);
    const again = await attach(handover, id, [text('a.txt')], key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await attach(handover, id, [text('a.txt', 'other words')], key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    expect((await handover.get(id)).attachments).toHaveLength(1);
  });

  test('with files that are refused can use the key again', async () => {
    const id = await handover.ask();
    const key = { 'idempotency-key': 'files-2' };
    expect((await attach(handover, id, [text('a.sh')], key)).status).toBe(400);
    expect((await attach(handover, id, [text('a.txt')], key)).status).toBe(201);
  });

  test('for a decision or a file that is not theirs gets 404', async () => {
    const id = await handover.ask();
    const { body } = await attach(handover, id, [text('a.txt')]);
    const [, file] = /attachments\/(.+)$/.exec(body.attachments[0].url) ?? [];
    const other = await handover.ask();
    expect((await attach(handover, newId(), [text('a.txt')])).status).toBe(404);
    for (const wrong of [`/decisions/${other}/attachments/${file}`, `/decisions/${id}/attachments/${newId()}`])
      expect((await handover.call('GET', wrong)).body.code).toBe('NOT_FOUND');
    expect((await fetch(body.attachments[0].url)).status).toBe(401);
  });

  test('in the wrong way is told the right one', async () => {
    const id = await handover.ask();
    const to = `/decisions/${id}/attachments`;
    const codeOf = async (reply: Promise<{ status: number; body: { code: string } }>) => (await reply).body.code;
    expect(await codeOf(handover.call('POST', to, {}))).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(await codeOf(handover.call('DELETE', to))).toBe('METHOD_NOT_ALLOWED');
    expect(await codeOf(handover.call('PUT', `${to}/${newId()}`))).toBe('METHOD_NOT_ALLOWED');
    const more = new FormData();
    more.append('colour', 'red');
    const { body } = await send(handover, to, more);
    expect(body.details).toEqual([{ path: 'colour', message: 'is not a known field' }]);
  });

  test('is on record: each file is audited with its hash, and neither its name nor what is in it', async () => {
    const id = await handover.ask();
    await attach(handover, id, [text('secret plan.txt', 'secret words')]);
    const { body } = await handover.call('GET', `/decisions/${id}/events`);
    const [event] = body.data.filter(({ type }: { type: string }) => type === 'attachment.added');
    expect(event).toMatchObject({
      actor: { type: 'api_key' },
      data: { type: 'text/plain', size: 12, sha256: hashOf(Buffer.from('secret words')) },
    });
    expect(JSON.stringify(body)).not.toMatch(/secret words|secret plan/);
  });

  test('changes what the approver is shown: an answer to the page as it was before comes back', async () => {
    const id = await handover.ask();
    const before = (await getDecision(handover.db, id)).contentHash;
    await attach(handover, id, [text('a.txt')]);
    const decision = await getDecision(handover.db, id);
    expect([decision.contentHash, decision.contentHash === before]).toEqual([contentHashOf(decision, []), false]);
  });

  test('while the storage is away gets 503, and nothing is attached', async () => {
    const away = await startHarness({
      worker: false,
      env: { STORAGE_URL: 's3://nowhere?endpoint=http://127.0.0.1:1&region=x' },
    });
    const id = await away.ask();
    const { status, body } = await attach(away, id, [text('a.txt')]);
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect((await away.get(id)).attachments).toEqual([]);
    await away.stop();
  });
});
