import { sanitizeLine, truncate } from './sanitize-text';

/** How many files an agent may attach in all, and how many an answer may bring. */
export const MAX_FILES = 5;
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** A file of a decision, from the agent or from an answer. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Its MIME type, by its content. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** A file as people and agents are shown it. */
export type FileShown = Pick<Attachment, 'name' | 'type' | 'size'>;

export const shownFile = ({ name, type, size }: FileShown) => ({ name, type, size });

interface Kind {
  /** "Excel spreadsheet" */
  readonly name: string;
  /** What stands on its icon. */
  readonly tag: string;
  /** The endings that such a file has. */
  readonly extensions: readonly string[];
  /** Whether it is text, which only its name tells from other text. */
  readonly isText?: boolean;
}

const image = (tag: string, ...extensions: readonly string[]): Kind => ({ name: `${tag} image`, tag, extensions });
const word = (...extensions: readonly string[]): Kind => ({ name: 'Word document', tag: 'DOC', extensions });
const excel = (...extensions: readonly string[]): Kind => ({ name: 'Excel spreadsheet', tag: 'XLS', extensions });
const slides = (...extensions: readonly string[]): Kind => ({ name: 'PowerPoint slides', tag: 'PPT', extensions });
const text = (name: string, tag: string, ...extensions: readonly string[]): Kind => ({
  ...{ name, tag, extensions },
  isText: true,
});
const OOXML = 'application/vnd.openxmlformats-officedocument';

/** Every type of file that is taken, by its MIME type. None of them can carry a script that a browser or Office runs. */
const KINDS: Readonly<Record<string, Kind | undefined>> = {
  'image/png': image('PNG', 'png'),
  'image/apng': image('PNG', 'apng', 'png'),
  'image/jpeg': image('JPEG', 'jpg', 'jpeg'),
  'image/gif': image('GIF', 'gif'),
  'image/webp': image('WEBP', 'webp'),
  'image/avif': image('AVIF', 'avif'),
  'image/bmp': image('BMP', 'bmp'),
  'image/tiff': image('TIFF', 'tif', 'tiff'),
  'image/heic': image('HEIC', 'heic'),
  'image/heif': image('HEIF', 'heif'),
  'application/pdf': { name: 'PDF', tag: 'PDF', extensions: ['pdf'] },
  'application/msword': word('doc'),
  [`${OOXML}.wordprocessingml.document`]: word('docx'),
  [`${OOXML}.wordprocessingml.template`]: word('dotx'),
  'application/vnd.ms-excel': excel('xls'),
  [`${OOXML}.spreadsheetml.sheet`]: excel('xlsx'),
  [`${OOXML}.spreadsheetml.template`]: excel('xltx'),
  'application/vnd.ms-powerpoint': slides('ppt'),
  [`${OOXML}.presentationml.presentation`]: slides('pptx'),
  [`${OOXML}.presentationml.slideshow`]: slides('ppsx'),
  [`${OOXML}.presentationml.template`]: slides('potx'),
  'text/csv': text('CSV', 'CSV', 'csv'),
  'text/markdown': text('Markdown', 'MD', 'md', 'markdown'),
  'application/json': text('JSON', 'JSON', 'json'),
  'application/xml': text('XML', 'XML', 'xml'),
  'text/plain': text('Text', 'TXT', 'txt'),
};

/** How a type is shown to a person. */
export const kindOf = (type: string): Pick<Kind, 'name' | 'tag'> => KINDS[type] ?? { name: 'File', tag: 'FILE' };

/** The type that files with this ending have, where there is one. */
const typeOfExtension = (extension: string): string | undefined =>
  Object.keys(KINDS).find((type) => KINDS[type]?.extensions.includes(extension));

/**
 * The type under which a file is kept, from what its bytes say (`text/plain` for any text) and its name; null for one
 * that is not taken. A name that promises something else than the text that is there is not believed, and not taken.
 */
export function typeOfFile(content: string, name: string): string | null {
  if (content !== 'text/plain') return KINDS[content] && !KINDS[content].isText ? content : null;
  const promised = typeOfExtension(extensionOf(name)) ?? 'text/plain';
  return KINDS[promised]?.isText ? promised : null;
}

/** Endings of what runs when it is opened, of pages, and of Office files with macros: not taken, whatever is in them. */
const BLOCKED = new Set(
  `exe dll msi scr pif cpl jar bat cmd ps1 psm1 psd1 vbs vbe js jse mjs cjs jsx ts tsx wsf wsh wsc sct hta reg inf lnk
   url scf desktop command sh bash zsh csh ksh fish py pyw pyc rb pl php phtml asp aspx jsp cgi lua tcl awk applescript
   scpt html htm xhtml xht shtml mhtml mht svg svgz rtf docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam`.split(/\s+/),
);

/** The ending that makes this name one of a program, script or page: also one before the last, as in `x.exe.pdf`. */
export function blockedExtension(name: string): string | null {
  const [, ...endings] = name.toLowerCase().split('.');
  return endings.map((ending) => ending.trim()).find((ending) => BLOCKED.has(ending)) ?? null;
}

/** Endings of plain text that nothing but an editor opens. */
const TEXT_EXTENSIONS = ['txt', 'text', 'log', 'tsv', 'jsonl', 'ndjson', 'yaml', 'yml', 'toml', 'diff', 'patch'];

/**
 * The name under which a file is saved. Systems choose the program that opens a file only by its ending, so an ending
 * that is not one of the file's type gets the usual one appended: `console.msc` becomes `console.msc.txt`.
 */
export function downloadNameOf({ name, type }: Pick<FileShown, 'name' | 'type'>): string {
  const extensions = type === 'text/plain' ? TEXT_EXTENSIONS : (KINDS[type]?.extensions ?? ['bin']);
  return extensions.includes(extensionOf(name)) ? name : `${name}.${extensions[0]}`;
}

const LONGEST_NAME = 150;
/** Of a longer one only the end is looked at. */
const LONGEST_GIVEN = 2_000;
/** What some file system does not take in a name. */
const UNFIT = /[<>:"|?*]/g;

/** A name that is safe to show and to save under, as close to the given one as can be: no path, nothing unseen, not too long. */
export function fileNameOf(given: string): string {
  const last = given.slice(-LONGEST_GIVEN).split(/[/\\]/).at(-1) ?? '';
  const name = sanitizeLine(last).normalize('NFC').replace(UNFIT, '_');
  return shorten(trimDots(name)) || 'file';
}

function trimDots(name: string): string {
  let [start, end] = [0, name.length];
  while (start < end && /[.\s]/.test(name.charAt(start))) start += 1;
  while (end > start && /[.\s]/.test(name.charAt(end - 1))) end -= 1;
  return name.slice(start, end);
}

/** Cut before its ending, which says what it is. */
function shorten(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return `${truncate(name, LONGEST_NAME - ending.length - 1).text}…${ending}`;
}

const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** One entry of `accept`: a MIME type, a wildcard, or an extension. */
export const ACCEPT_PATTERN = /^(\.[\w+-]+|\*\/\*|[\w.+-]+\/(\*|[\w.+-]+))$/;

/** Whether a file is one of those that `accept` lists; an empty list takes every file. */
export function isAccepted(accept: readonly string[], { name, type }: Pick<FileShown, 'name' | 'type'>): boolean {
  return accept.length === 0 || accept.some((entry) => fits(entry.toLowerCase(), name, type));
}

function fits(entry: string, name: string, type: string): boolean {
  if (entry === '*/*') return true;
  if (entry.endsWith('/*')) return type.startsWith(entry.slice(0, -1));
  if (!entry.startsWith('.')) return entry === type;
  const extension = entry.slice(1);
  const promised = typeOfExtension(extension);
  return promised ? KINDS[type]?.extensions.includes(extension) === true : extensionOf(name) === extension;
}

/** "312 KB" */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Where a file can be had with the key that asked. */
export const fileUrl = (publicUrl: string, decisionId: string, fileId: string): string =>
  `${publicUrl}/decisions/${decisionId}/attachments/${fileId}`;
