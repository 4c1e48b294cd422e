import type { Content } from '../content-type';
import { runsIn } from './bytes';

/** Names of streams in the old formats, in UTF-16, and of the stream that holds macros. */
const wide = (name: string): Buffer => Buffer.from(name, 'utf16le');
const WORD = wide('WordDocument');
const SLIDES = wide('PowerPoint Document');
const WORKBOOK = wide('Workbook');
const BOOK = wide('Book\0');
const OLD_MACROS = wide('_VBA_PROJECT');
/** The macros of the new formats. These are ZIP archives, in which names are not compressed. */
const MACROS = Buffer.from('vbaProject.bin');

/**
 * Determines the kind of an Office file. The old formats share one container (`application/x-cfb`) with installers and
 * e-mails; the new ones have been identified by their list of parts. A file with macros is a program.
 */
export async function officeType(path: string, type: string): Promise<Content> {
  const found = await runsIn(path, [WORD, SLIDES, WORKBOOK, BOOK, OLD_MACROS, MACROS]);
  if (found.has(OLD_MACROS) || found.has(MACROS)) return { danger: 'has macros, which are programs' };
  if (type !== 'application/x-cfb') return { type };
  if (found.has(WORD)) return { type: 'application/msword' };
  if (found.has(SLIDES)) return { type: 'application/vnd.ms-powerpoint' };
  return { type: found.has(WORKBOOK) || found.has(BOOK) ? 'application/vnd.ms-excel' : type };
}
