import type { Content } from '../content-type';
import { runsIn } from './bytes';

/** How the old formats name the streams of a file, and a part with macros. */
const wide = (name: string): Buffer => Buffer.from(name, 'utf16le');
const WORD = wide('WordDocument');
const SLIDES = wide('PowerPoint Document');
const WORKBOOK = wide('Workbook');
const BOOK = wide('Book\0');
const OLD_MACROS = wide('_VBA_PROJECT');
/** The same in the new ones, which are ZIP archives: names are not packed there. */
const MACROS = Buffer.from('vbaProject.bin');

/**
 * Which kind of Office file it is. The old formats look all alike from outside (`application/x-cfb`, as do installers
 * and mails), the new ones are told by their list of parts already. One with macros is a program.
 */
export async function officeType(path: string, type: string): Promise<Content> {
  const found = await runsIn(path, [WORD, SLIDES, WORKBOOK, BOOK, OLD_MACROS, MACROS]);
  if (found.has(OLD_MACROS) || found.has(MACROS)) return { danger: 'has macros, which are programs' };
  if (type !== 'application/x-cfb') return { type };
  if (found.has(WORD)) return { type: 'application/msword' };
  if (found.has(SLIDES)) return { type: 'application/vnd.ms-powerpoint' };
  return { type: found.has(WORKBOOK) || found.has(BOOK) ? 'application/vnd.ms-excel' : type };
}
