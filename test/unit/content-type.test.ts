import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { typeOfFile } from '../../domain/files';
import { contentOf } from '../../platform/content-type';
import { dangerInXml } from '../../platform/content-type/xml';
import { compoundFile, officeFile, PDF, PNG, SAMPLES, zipOf } from '../support/files';

const folder = mkdtempSync(path.join(tmpdir(), 'handover-content-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function look(bytes: Buffer | string) {
  const file = path.join(folder, 'file');
  writeFileSync(file, bytes);
  return contentOf(file);
}
/** The type that it would be kept under: null where it is refused. */
async function typeOf(bytes: Buffer | string, name: string): Promise<string | null> {
  const content = await look(bytes);
  return 'danger' in content || content.type === null ? null : typeOfFile(content.type, name);
}

test.each(SAMPLES)('$name is $type [h.at.types]', async ({ bytes, name, type }) => {
  expect(await typeOf(bytes, name)).toBe(type);
});

test.each([
  ['a program of Windows', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')],
  ['one without a zero', 'MZ looks like text'],
  ['a program of Linux', Buffer.from('\x7fELF\x02\x01\x01')],
  ['a program of a Mac', Buffer.from('cffaedfe07000001', 'hex')],
  ['a script', '#!/bin/sh\nrm -rf /\n'],
  ['a script after a byte order mark', '\ufeff#!/usr/bin/env python3\n'],
  ['PHP', '<?php system($_GET["x"]);'],
  ['a page', '<!DOCTYPE html><p>hello'],
  ['a page after comments', '\n<!-- nothing -->\n <!-- to see -->\n<HTML><script>alert(1)</script>'],
  ['a page as XML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  [
    'an SVG with a prologue',
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [ <!ENTITY a "b"> ]><s:svg xmlns:s="x"/>',
  ],
  ['an SVG in UTF-16', Buffer.from('\ufeff<?xml version="1.0"?><svg/>', 'utf16le')],
  ['rich text', '{\\rtf1\\ansi hello}'],
  ['PostScript', '%!PS-Adobe-3.0\n'],
  ['text with a null byte', 'name,amount\0\n'],
  ['text that is not UTF-8', Buffer.from('Grüße', 'latin1')],
  ['a ZIP archive', zipOf({ 'readme.txt': 'hello' })],
  ['an archive of Java', zipOf({ 'META-INF/MANIFEST.MF': 'Main-Class: Evil', 'Evil.class': 'x' })],
  ['a compressed file', Buffer.from('1f8b0800000000000003', 'hex')],
  ['an installer of Windows', compoundFile('SummaryInformation', 'Property')],
  ['a Word document with macros', officeFile('word/document.xml', 'application/vnd.ms-word.document.macroEnabled')],
  [
    'one that says it has none',
    officeFile('word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', {
      'word/vbaProject.bin': 'x',
    }),
  ],
  ['an old one with macros', compoundFile('WordDocument', '_VBA_PROJECT')],
  ['a PDF that is an archive too', Buffer.concat([PDF, zipOf({ 'evil.sh': 'x' })])],
  ['a PDF that is a page too', Buffer.concat([PDF.subarray(0, 15), Buffer.from('<script>alert(1)</script>'), PDF])],
  ['an image that is a page too', Buffer.concat([PNG.subarray(0, 33), Buffer.from('<html><script>')])],
  ['an image that is an archive too', Buffer.concat([PNG, zipOf({ a: 'b' })])],
])('%s is refused, whatever its name says [h.at.block]', async (_what, bytes) => {
  for (const name of ['evil.pdf', 'evil.png', 'evil.txt', 'evil.docx']) expect(await typeOf(bytes, name)).toBeNull();
});

test('the output of a terminal is text', async () => {
  expect(await typeOf('\u001b[31mfailed\u001b[0m\u0007 10%\b\b\b20%\n', 'build.log')).toBe('text/plain');
});

describe('XML that a browser would run when it is opened from disk', () => {
  const dangerOf = (text: string) => {
    const file = path.join(folder, 'order.xml');
    writeFileSync(file, text);
    return dangerInXml(file);
  };
  const far = '<item/>'.repeat(20_000);
  const xhtml = 'http://www.w3.org/1999/xhtml';

  test.each([
    ['a script in a namespace below the root', `<order xmlns:h="${xhtml}"><h:script>alert(1)</h:script></order>`],
    ['the same, far below', `<order>${far}<x xmlns='${xhtml}'><script/></x></order>`],
    ['an SVG below the root', '<order><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/></order>'],
    ['a style sheet', '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><order/>'],
    ['a namespace in an entity', '<!DOCTYPE o [<!ENTITY h "http://www.w3.org/1999/xht">]><o xmlns="&h;ml"/>'],
    ['a namespace in a default attribute', '<!DOCTYPE o [<!ATTLIST o xmlns CDATA "http://x">]><o/>'],
    ['a namespace with a character reference', '<o xmlns:h = "http&#58;//www.w3.org/1999/xhtml"><h:script/></o>'],
    ['an encoding that hides text', '<?xml version="1.0" encoding="iso-2022-jp"?><o>\u001b$B</o>'],
    ['a namespace far from its value', `<o xmlns${' '.repeat(5_000)}="http&#58;//www.w3.org/1999/xhtml"/>`],
  ])('%s is refused', async (_what, text) => {
    expect(await dangerOf(text)).toMatch(/scripts|namespace/);
    expect(await dangerOf(`<a>${'x'.repeat(16 * 1_024 - 40)}</a>${text}`)).not.toBeNull(); // across two pieces
  });

  test('XML with namespaces of its own is taken', async () => {
    const text = `<?xml version="1.0"?><!DOCTYPE o SYSTEM "o.dtd"><o xmlns="urn:x" a="R&amp;D">${far}&#169;</o>`;
    expect(await dangerOf(text)).toBeNull();
  });
});

test('text that is called an image is refused, and an image with another name is what it is', async () => {
  expect(await typeOf('hello', 'photo.png')).toBeNull();
  expect(await typeOf(PNG, 'photo.jpg')).toBe('image/png');
});

test('whatever a file begins with and is cut to, there is an answer', async () => {
  const beginnings = fc.constantFrom(...SAMPLES.map(({ bytes }) => bytes), zipOf({ a: 'b' }), compoundFile('x'));
  const broken = fc.tuple(beginnings, fc.nat(600), fc.uint8Array({ maxLength: 300 }));
  const bytes = broken.map(([beginning, length, rest]) => Buffer.concat([beginning.subarray(0, length), rest]));
  await fc.assert(
    fc.asyncProperty(bytes, async (file) => expect(await look(file)).toBeDefined()),
    { numRuns: 300 },
  );
});

test('an archive that would unpack to 200 MB is looked into, and never unpacked whole', async () => {
  const bomb = Buffer.alloc(200 * 1024 * 1024);
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const hidden = officeFile('word/document.xml', type, { 'word/media/zeros.bin': bomb });
  const list = zipOf({ '[Content_Types].xml': bomb, 'word/document.xml': '<w/>' });
  const before = process.memoryUsage().rss;
  expect(await typeOf(hidden, 'a.docx')).toBe(type);
  await look(list);
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
});
