import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { type Serving, serve } from '../../platform/serve';
import { launchBrowser } from '../support/browser';
import { PDF, PNG } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { linkIn } from '../support/mailbox';
import { attach } from '../support/uploads';
import { expectAccessible, NO_SCRIPTS, PHONE, seen, visit } from '../support/visit';

let handover: Harness;
let browser: Browser;
let host: Serving;
beforeAll(async () => {
  browser = await launchBrowser();
  handover = await startHarness();
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/chart.png' ? 200 : 404).end(PNG);
  });
  host = await serve(server, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  await handover?.stop();
});

let asked = 0;
async function ask(over: Record<string, unknown>): Promise<{ id: string; link: string }> {
  const approver = `files-${++asked}@company.com`;
  const id = await handover.ask({ approver, ...over });
  return { id, link: linkIn(await handover.mailbox.to(approver)) };
}
const NDA = { type: 'file_upload', label: 'Upload signed NDA', max_files: 1, accept: ['application/pdf'] };
const nda = { name: 'nda.pdf', mimeType: 'application/pdf', buffer: PDF };

test.each([
  ['on a screen', {}],
  ['on a phone in the dark', PHONE],
])(
  '%s images are drawn, one that is broken has its link, and a file is downloaded whole [h.at.page]',
  async (_where, how) => {
    const context_images = ['/chart.png', '/gone.png'].map((path) => `http://127.0.0.1:${host.port}${path}`);
    const { id, link } = await ask({ context_images });
    await attach(handover, id, [{ name: `a ${'very '.repeat(20)}long name.pdf`, bytes: PDF }]);
    await visit(browser, link, how, async (page) => {
      const widths = '[...document.images].map((image) => image.complete && image.naturalWidth)';
      await page.waitForFunction(`JSON.stringify(${widths}) === '[1,0]'`);
      expect(await page.getByRole('link', { name: 'gone.png', exact: true }).getAttribute('href')).toBe(
        context_images[1],
      );
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: 'long name.pdf' }).click();
      expect((await downloading).suggestedFilename()).toContain('long name.pdf');
      await expectAccessible(page);
    });
  },
);

test.each([
  ['with scripts', {}],
  ['without scripts', NO_SCRIPTS],
])('%s a file is asked for, sent and shown [h.rt.file]', async (_how, options) => {
  const { id, link } = await ask({ response_type: NDA });
  await visit(browser, link, options, async (page) => {
    await page.getByRole('button', { name: 'Send the file' }).click();
    expect(await page.locator('#files:invalid').count()).toBe(1);
    await page.getByLabel('Upload signed NDA').setInputFiles(nda);
    await page.getByLabel('Note').fill('Signed today.');
    await page.getByRole('button', { name: 'Send the file' }).click();
    await page.getByText('You approved this').waitFor();
    expect(await seen(page)).toContain('nda.pdf');
    if (!('javaScriptEnabled' in options)) await expectAccessible(page);
  });
  expect(await handover.get(id)).toMatchObject({
    ...{ status: 'approved', response_notes: 'Signed today.' },
    response_data: { uploaded_files: [{ name: 'nda.pdf', size: PDF.length }] },
  });
});

test('a file that does not fit comes back with the reason and the note, and Deny needs none', async () => {
  const { id, link } = await ask({ response_type: NDA });
  await visit(browser, link, PHONE, async (page) => {
    await expectAccessible(page);
    await page.getByLabel('Upload signed NDA').setInputFiles({ ...nda, buffer: Buffer.from('hello') });
    await page.getByLabel('Note').fill('Signed today.');
    await page.getByRole('button', { name: 'Send the file' }).click();
    await page.getByRole('alert').getByRole('link', { name: '"nda.pdf" is text/plain' }).click();
    expect(await page.getByLabel('Note').inputValue()).toBe('Signed today.');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('You denied this').waitFor();
  });
  expect(await handover.get(id)).toMatchObject({ status: 'denied', response_data: null });
});
