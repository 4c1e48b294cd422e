import { crc32, deflateRawSync } from 'node:zlib';

/** One file as it is sent. */
export interface SampleFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** The type that it is kept under. */
  readonly type: string;
}

const sample = (name: string, bytes: Buffer | string, type: string): SampleFile => ({
  name,
  bytes: Buffer.from(bytes as string),
  type,
});

/** The smallest PNG: one dot. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(200, 1)]);
const WEBP = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([0x24, 0, 0, 0]),
  Buffer.from('WEBPVP8 '),
  Buffer.alloc(24),
]);
export const PDF = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n', 'latin1');
const OOXML = 'application/vnd.openxmlformats-officedocument';

/** One of each kind that is taken. */
export const SAMPLES: readonly SampleFile[] = [
  sample('dot.png', PNG, 'image/png'),
  sample('photo.jpg', JPEG, 'image/jpeg'),
  sample('moving.gif', GIF, 'image/gif'),
  sample('small.webp', WEBP, 'image/webp'),
  sample('report.pdf', PDF, 'application/pdf'),
  sample(
    'terms.docx',
    officeFile('word/document.xml', `${OOXML}.wordprocessingml.document`),
    `${OOXML}.wordprocessingml.document`,
  ),
  sample('prices.xlsx', officeFile('xl/workbook.xml', `${OOXML}.spreadsheetml.sheet`), `${OOXML}.spreadsheetml.sheet`),
  sample(
    'talk.pptx',
    officeFile('ppt/presentation.xml', `${OOXML}.presentationml.presentation`),
    `${OOXML}.presentationml.presentation`,
  ),
  sample('old.doc', compoundFile('WordDocument'), 'application/msword'),
  sample('old.xls', compoundFile('Workbook'), 'application/vnd.ms-excel'),
  sample('old.ppt', compoundFile('PowerPoint Document'), 'application/vnd.ms-powerpoint'),
  sample('rows.csv', 'BMW,3\nAudi,4\n', 'text/csv'),
  sample('notes.txt', 'Grüße, 你好', 'text/plain'),
  sample('read me.md', '<p align="center">Hello</p>\n\n# Notes\n', 'text/markdown'),
  sample('data.json', '{ "a": [1, 2] }', 'application/json'),
  sample('order.xml', '<?xml version="1.0"?>\n<!-- an order -->\n<order id="1"/>', 'application/xml'),
];

/** A ZIP archive of these entries. */
export function zipOf(entries: Readonly<Record<string, Buffer | string>>): Buffer {
  const locals: Buffer[] = [];
  const index: Buffer[] = [];
  for (const [name, content] of Object.entries(entries)) {
    const plain = Buffer.from(content as string);
    const packed = deflateRawSync(plain);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4); // deflated
    about.writeUInt32LE(crc32(plain), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(plain.length, 18);
    about.writeUInt16LE(name.length, 22);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(Buffer.concat(locals).length, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), about, offset, Buffer.from(name)]));
    locals.push(Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed]));
  }
  const [body, central] = [Buffer.concat(locals), Buffer.concat(index)];
  const end = Buffer.alloc(18);
  end.writeUInt16LE(index.length, 4);
  end.writeUInt16LE(index.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(body.length, 12);
  return Buffer.concat([body, central, Buffer.from('PK\x05\x06'), end]);
}

/** A file of Office, as far as anybody can tell from its list of parts; `more` are parts beside the main one. */
export function officeFile(part: string, type: string, more: Readonly<Record<string, Buffer | string>> = {}): Buffer {
  const types = `<Types><Override PartName="/${part}" ContentType="${type}.main+xml"/></Types>`;
  return zipOf({ '[Content_Types].xml': types, '_rels/.rels': '<Relationships/>', [part]: '<w/>', ...more });
}

/** A file of the old formats, with these names in its directory. */
export function compoundFile(...names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    const entry = Buffer.alloc(128);
    entry.write(name, 'utf16le');
    return entry;
  });
  return Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1016), ...entries, Buffer.alloc(512)]);
}

/** Of so many bytes, and of a type that is taken. */
export const textOfSize = (bytes: number): Buffer => Buffer.alloc(bytes, 'All work and no play.\n');

/** A form with these files in one field. */
export function formOf(
  files: readonly Pick<SampleFile, 'name' | 'bytes'>[],
  { field = 'file', ...fields }: { readonly field?: string; readonly [name: string]: string | undefined } = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  for (const { name, bytes } of files) form.append(field, new Blob([new Uint8Array(bytes)]), name);
  return form;
}
