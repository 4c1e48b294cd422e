import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type/node';
import { bytesIn } from './content-type/bytes';
import { officeType } from './content-type/office';
import { dangerIn, textOf } from './content-type/text';

/** What a file holds: its MIME type, null where it is not known; or why it must not be passed on. */
export type Content = { readonly type: string | null } | { readonly danger: string };

/**
 * What a file holds by its bytes alone: its name may say what it likes. `text/plain` stands for any text. Reads in
 * pieces, and unpacks nothing but the list of parts of a ZIP archive, up to 1 MB.
 */
export async function contentOf(path: string): Promise<Content> {
  const text = await textOf(path);
  if (text !== null && !text.startsWith('%PDF-')) {
    const danger = dangerIn(text);
    return danger ? { danger } : { type: 'text/plain' };
  }
  const type = await binaryType(path);
  const danger = await secondNature(path, type);
  if (danger) return { danger };
  return type === 'application/x-cfb' || type?.includes('officedocument') ? officeType(path, type) : { type };
}

/** Null, too, for an archive that breaks off. */
async function binaryType(path: string): Promise<string | null> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  return found?.mime ?? null;
}

const PAGE = /<(!doctype html|html|head|body|script|iframe|svg)\b/i;
/** How far browsers look for a page. */
const HEAD = 1_024;

/** What else a file is: some formats let others stand before their end or after it, and whoever opens it decides. */
async function secondNature(path: string, type: string | null): Promise<string | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await bytesIn(file, 0, HEAD);
    if (PAGE.test(head.toString('latin1'))) return 'is a web page too';
    const isArchive = type?.includes('zip') || type?.includes('officedocument');
    const tail = await bytesIn(file, Math.max(0, size - LONGEST_END), LONGEST_END);
    return !isArchive && endsAsZip(tail) ? 'is a ZIP archive too' : null;
  } finally {
    await file.close();
  }
}

/** The end of a ZIP archive: a record of 22 bytes, then its comment. */
const END_OF_ZIP = Buffer.from('PK\u0005\u0006', 'latin1');
const END_SIZE = 22;
const LONGEST_END = END_SIZE + 0xffff;

function endsAsZip(tail: Buffer): boolean {
  for (let at = tail.lastIndexOf(END_OF_ZIP); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END_OF_ZIP, at - 1))
    if (at + END_SIZE <= tail.length && at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length) return true;
  return false;
}
