import { type Detail, HandoverError, invalid } from '../contract/errors';
import { blockedExtension, fileNameOf, typeOfFile } from '../domain/files';
import { contentOf } from '../platform/content-type';
import { dangerInXml } from '../platform/content-type/xml';
import type { LocalFile } from '../platform/storage';

/** A file as a request brought it; it lies on this machine until the request is over. */
export interface ReceivedFile extends LocalFile {
  /** As its sender calls it. */
  readonly name: string;
  readonly sha256: string;
  /** It was longer than files may be; the rest was not read. */
  readonly isTooLarge: boolean;
}

/** The same, fit to be kept: with a safe name, and its type by what is in it. */
export interface InspectedFile extends ReceivedFile {
  readonly type: string;
}

/** Looks at every file. Throws VALIDATION_ERROR or PAYLOAD_TOO_LARGE, with the name of each that is not taken, under `field`. */
export async function inspectFiles(
  received: readonly ReceivedFile[],
  field: string,
): Promise<readonly InspectedFile[]> {
  const files: InspectedFile[] = [];
  const faults: Detail[] = [];
  for (const file of received) {
    const name = fileNameOf(file.name);
    const looked = await typeOrFault(file, name);
    if ('type' in looked) files.push({ ...file, name, type: looked.type });
    else faults.push({ path: field, message: `"${name}" ${looked.fault}` });
  }
  if (faults.length === 0) return files;
  throw received.some(({ isTooLarge }) => isTooLarge)
    ? new HandoverError('PAYLOAD_TOO_LARGE', { details: faults })
    : invalid(...faults);
}

const TAKEN = 'taken are images, PDF, Word, Excel, PowerPoint, CSV, text, Markdown, JSON and XML';

async function typeOrFault(
  { path, size, isTooLarge }: ReceivedFile,
  name: string,
): Promise<{ readonly type: string } | { readonly fault: string }> {
  if (isTooLarge) return { fault: 'is larger than 10 MB, the most that is taken' };
  if (size === 0) return { fault: 'is empty' };
  const ending = blockedExtension(name);
  if (ending) return { fault: `is called .${ending}, as programs, scripts and pages are: ${TAKEN}` };
  const content = await contentOf(path);
  if ('danger' in content) return { fault: `${content.danger}: ${TAKEN}` };
  const type = content.type && typeOfFile(content.type, name);
  const scripts = type === 'application/xml' ? await dangerInXml(path) : null;
  if (scripts) return { fault: `${scripts}: ${TAKEN}` };
  if (type) return { type };
  const found = content.type ?? 'neither UTF-8 text nor a type that is known';
  return { fault: `is ${found}, whatever its name says: ${TAKEN}` };
}
