import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sweepFiles } from '../../decisions/files';
import { type FileShown, MAX_FILE_BYTES } from '../../domain/files';
import { newId } from '../../platform/ids';
import { createLogger } from '../../platform/log';
import { openStorage } from '../../platform/storage';
import { insertFiles } from '../../store/files';
import type { Shown } from '../support/api-client';
import { formOf, PDF, PNG, type SampleFile, textOfSize } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';
import { until } from '../support/until';
import { download, send } from '../support/uploads';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const NDA = { type: 'file_upload', label: 'Upload signed NDA', max_files: 1, accept: ['application/pdf'] };
const ANY = { type: 'file_upload' };
const nda = { name: 'nda.pdf', bytes: PDF };
const photo = { name: 'photo.png', bytes: PNG };
type Sent = Pick<SampleFile, 'name' | 'bytes'>;

const ask = (response_type: object = NDA, over: object = {}) => handover.ask({ response_type, ...over });
const resolve = (id: string, files: readonly Sent[], fields: Record<string, string> = { action: 'approve' }) =>
  send(handover, `/decisions/${id}/resolve`, formOf(files, fields));
const stored = () => {
  const folder = path.join(handover.config.HANDOVER_DATA_DIR, 'files');
  return existsSync(folder) ? readdirSync(folder).length : 0;
};
/** The reply is a refusal of the files, the decision waits, and nothing is kept. */
async function expectRefused(id: string, reply: ReturnType<typeof resolve>, words: string) {
  const { status, body } = await reply;
  expect([status, body.error]).toEqual([400, expect.stringContaining(words)]);
  expect(await handover.get(id)).toMatchObject({ status: 'pending', response_data: null });
  expect([stored(), await handover.db.file.count({ where: { keptAt: null } })]).toEqual([filesBefore, 0]);
}
const filesIn = (data: Shown['response_data']) =>
  data?.uploaded_files as unknown as readonly (FileShown & { readonly url: string })[];
let filesBefore = 0;
beforeEach(() => {
  filesBefore = stored();
});

let people = 0;
/** A decision with its approver's page: what it shows, and how its form is sent. */
async function askByMail(response_type: object = NDA) {
  people += 1;
  const approver = `uploader${people}@company.com`;
  const id = await ask(response_type, { approver, callback_url: handover.receiver.url });
  const link = linkIn(await handover.mailbox.to(approver));
  const post = (body: FormData) =>
    fetch(link, { method: 'POST', body, headers: { origin: handover.url }, redirect: 'manual' });
  const answer = (files: readonly Sent[], fields: Record<string, string> = { verdict: 'approve', note: '' }) =>
    post(formOf(files, { field: 'files', ...fields }));
  return { id, link, answer, page: async () => (await fetch(link)).text() };
}

test('a file that the approver uploads is told to the agent, who downloads it [h.rt.file]', async () => {
  const { id, answer, page } = await askByMail();
  expect(await page()).toMatch(/enctype="multipart\/form-data".*name="files" type="file" accept="application\/pdf"/s);
  expect((await answer([nda])).status).toBe(303);
  const { status, response_data } = await handover.get(id);
  const [file] = filesIn(response_data);
  expect([status, file]).toEqual([
    'approved',
    {
      name: 'nda.pdf',
      url: expect.stringContaining(`/decisions/${id}/attachments/`),
      type: 'application/pdf',
      size: PDF.length,
    },
  ]);
  const { body } = await handover.receiver.next((callback) => callback.body.decision.id === id);
  expect(body.decision.response_data).toEqual(response_data);
  expect(PDF.equals(Buffer.from(await (await download(handover, file?.url ?? '')).arrayBuffer()))).toBe(true);
});

test("the page of the decided decision has the answer's files as downloads", async () => {
  const { id, link, answer, page } = await askByMail(ANY);
  await answer([nda, photo], { verdict: 'approve', note: 'Both signed.' });
  await handover.get(id, '?wait=10');
  const html = await page();
  const hrefs = [...html.matchAll(/<a class="file" href="([^"]+)"/g)].map(([, href = '']) => href);
  expect(hrefs).toHaveLength(2);
  expect(html).toContain('Both signed.');
  const reply = await fetch(new URL(hrefs[1] ?? '', link));
  expect([reply.headers.get('content-type'), (await reply.arrayBuffer()).byteLength]).toEqual([
    'image/png',
    PNG.length,
  ]);
});

test('over the API the files come with the answer, as multipart/form-data', async () => {
  const id = await ask(ANY);
  const fields = { action: 'approve', notes: 'As agreed.', resolved_by: 'legal@company.com' };
  const { status, body } = await resolve(id, [nda, photo], fields);
  expect([status, body]).toMatchObject([
    200,
    { status: 'approved', response_notes: 'As agreed.', resolved_by: fields.resolved_by },
  ]);
  expect(body.response_data.uploaded_files.map(({ name }: Sent) => name)).toEqual(['nda.pdf', 'photo.png']);
  const again = await resolve(id, [nda]);
  expect([again.status, again.body.code]).toEqual([409, 'ALREADY_RESOLVED']);
});

test.each([
  ['a second file', [nda, { ...nda, name: 'b.pdf' }], 'must have at most one file (got 2)'],
  ['another type', [photo], 'must be of type application/pdf, but "photo.png" is image/png'],
  ['a text that is called a PDF', [{ name: 'a.pdf', bytes: Buffer.from('hello') }], '"a.pdf" is text/plain'],
  ['a program', [{ name: 'a.exe', bytes: Buffer.from('MZ\0') }], '"a.exe" is called .exe'],
  ['no file', [], 'must have at least one file'],
] as const)('%s is refused, and the decision waits [h.rt.file.v]', async (_what, files, words) => {
  const id = await ask();
  await expectRefused(id, resolve(id, files), words);
});

test('a list of files without the files is refused, however it is written [h.rt.file.v]', async () => {
  const id = await ask(ANY);
  const uploaded_files = [{ name: 'a.pdf', url: 'https://evil.test/a.pdf', type: 'application/pdf', size: 1 }];
  const made = (response_data?: object) => handover.answer(id, { action: 'approve', response_data });
  await expectRefused(id, made({ uploaded_files }), 'response_data is made from the uploaded files');
  await expectRefused(id, made(), 'response_data.uploaded_files must have at least one file');
  const form = { action: 'approve', response_data: JSON.stringify({ uploaded_files }) };
  await expectRefused(id, resolve(id, [nda], form), 'response_data is not a known field');
});

test('files where none are asked for are refused, and so are files with a deny', async () => {
  const plain = await handover.ask();
  await expectRefused(plain, resolve(plain, [nda]), 'is not allowed with response_type approve_deny');
  const id = await ask();
  await expectRefused(id, resolve(id, [nda], { action: 'deny' }), 'is allowed only with approve or modify');
});

test('modify may come with files, or with a note and none; deny needs none', async () => {
  const [withFile, withNote, denied] = [await ask(), await ask(), await askByMail()];
  expect((await resolve(withFile, [nda], { action: 'modify' })).body).toMatchObject({
    ...{ status: 'modified', response_data: { uploaded_files: [{ name: 'nda.pdf' }] } },
  });
  const noted = await resolve(withNote, [], { action: 'modify', notes: 'Another form.' });
  expect(noted.body).toMatchObject({ status: 'modified', response_data: null });
  const files = stored();
  expect((await denied.answer([nda], { verdict: 'deny', note: '' })).status).toBe(303);
  expect((await handover.get(denied.id)).response_data).toBeNull();
  expect(stored()).toBe(files);
});

test('a file that is refused on the page comes back with the reason at its field, and the note that was typed', async () => {
  const { answer } = await askByMail();
  const [wrong, large, none] = [
    await answer([photo], { verdict: 'approve', note: 'Signed today.' }),
    await answer([{ name: 'large.pdf', bytes: textOfSize(MAX_FILE_BYTES + 1) }], {
      verdict: 'approve',
      note: 'Signed today.',
    }),
    await answer([{ name: '', bytes: Buffer.alloc(0) }], { verdict: 'approve', note: 'Signed today.' }),
  ];
  expect([wrong.status, large.status, none.status]).toEqual([400, 413, 400]);
  const pages = await Promise.all([wrong, large, none].map((reply) => reply.text()));
  for (const page of pages) expect(page).toContain('>Signed today.</textarea>');
  expect(pages[0]).toContain('href="#files">Upload signed NDA must be of type application/pdf');
  expect(pages[1]).toContain('is larger than 10 MB');
  expect(pages[2]).toContain('Upload signed NDA must have at least one file.');
});

test('of two answers with files one stands, and the files of the other are gone', async () => {
  const id = await ask(ANY);
  const replies = await Promise.all([resolve(id, [nda]), resolve(id, [photo])]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect([stored(), await handover.db.file.count({ where: { keptAt: null } })]).toEqual([filesBefore + 1, 0]);
  const [file] = filesIn((await handover.get(id)).response_data);
  expect((await download(handover, file?.url ?? '')).status).toBe(200);
});

test('a foreign page and an unknown link upload nothing', async () => {
  const { link } = await askByMail();
  const body = formOf([nda], { field: 'files', verdict: 'approve' });
  expect((await fetch(link, { method: 'POST', body, headers: { origin: 'https://evil.test' } })).status).toBe(403);
  const unknown = link.replace(/.{43}$/, 'x'.repeat(43));
  expect((await fetch(unknown, { method: 'POST', body, headers: { origin: handover.url } })).status).toBe(404);
  expect(stored()).toBe(filesBefore);
});

test('the files that stand are audited as the approver’s, with their hashes', async () => {
  const { id, answer } = await askByMail();
  await answer([nda]);
  const event = await until('the file is audited', async () => {
    const { body } = await handover.call('GET', `/decisions/${id}/events`);
    return body.data.find(({ type }: { type: string }) => type === 'attachment.added');
  });
  expect(event).toMatchObject({
    actor: { type: 'approver', id: `uploader${people}@company.com` },
    data: { type: 'application/pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

test('the same answer with the same Idempotency-Key is one answer, with one set of files', async () => {
  const id = await ask();
  const once = () =>
    send(handover, `/decisions/${id}/resolve`, formOf([nda], { action: 'approve' }), { 'idempotency-key': id });
  const [first, again] = [await once(), await once()];
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(stored()).toBe(filesBefore + 1);
});

test.each([
  [{ max_files: 0 }, 'response_type.max_files'],
  [{ max_files: 6 }, 'response_type.max_files'],
  [{ max_files: 1.5 }, 'response_type.max_files'],
  [{ accept: 'application/pdf' }, 'response_type.accept'],
  [{ accept: ['pdf'] }, 'response_type.accept.0'],
  [{ accept: ['image/*', 'a b/c'] }, 'response_type.accept.1'],
  [{ size: 1 }, 'response_type.size'],
])('asking with %j is refused at %s', async (over, at) => {
  const { status, body } = await handover.call('POST', '/decisions', {
    ...{ action: 'x', approver: 'a@company.com', response_type: { ...ANY, ...over } },
  });
  expect([status, body.details.map((one: { path: string }) => one.path)]).toEqual([400, [at]]);
});

test('a file whose process died before anything kept it is deleted by a later sweep', async () => {
  const { STORAGE_URL: url, HANDOVER_DATA_DIR: dataDir } = handover.config;
  const storage = await openStorage({ url, dataDir });
  const file = { id: newId(), name: 'nda.pdf', type: 'application/pdf', size: PDF.length, sha256: '' };
  await insertFiles(handover.db, await ask(), [file], new Date());
  const local = path.join(dataDir, 'local');
  writeFileSync(local, PDF);
  await storage.put(file.id, { path: local, size: PDF.length });
  expect(stored()).toBe(filesBefore + 1);
  const inAnHour = () => new Date(Date.now() + 3_600_000);
  sweepFiles({ db: handover.db, storage, clock: inAnHour, log: createLogger('silent', 'test') })();
  await until('it is gone', () => stored() === filesBefore);
  await until('it is forgotten', async () => (await handover.db.file.count({ where: { keptAt: null } })) === 0);
});
