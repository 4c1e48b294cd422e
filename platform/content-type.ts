import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type/node';
import { bytesIn } from './content-type/bytes';
import { officeType } from './content-type/office';
import { dangerIn, textOf } from './content-type/text';

/** The content of a file: its MIME type, null if that is unknown, or why the file must not be passed on. */
export type Content = { readonly type: string | null } | { readonly danger: string };

/**
 * Determines the content of a file from its bytes only, and ignores its name. `text/plain` stands for any text. Reads in
 * pieces, and unpacks only the list of parts of a ZIP archive, up to 1 MB.
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

/** Also null for a truncated archive. */
async function binaryType(path: string): Promise<string | null> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  return found?.mime ?? null;
}

const PAGE = /<(!doctype html|html|head|body|script|iframe|svg)\b/i;
/** How many bytes browsers examine for HTML. */
const HEAD = 1_024;

/** What a file is besides its type. Some formats allow other data in front or behind, and the program that opens it decides. */
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

/** A ZIP archive ends with a record of 22 bytes and a comment. */
const END_OF_ZIP = Buffer.from('PK\u0005\u0006', 'latin1');
const END_SIZE = 22;
const LONGEST_END = END_SIZE + 0xffff;

function endsAsZip(tail: Buffer): boolean {
  for (let at = tail.lastIndexOf(END_OF_ZIP); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END_OF_ZIP, at - 1))
    if (at + END_SIZE <= tail.length && at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length) return true;
  return false;
}
