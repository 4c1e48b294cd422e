import fc from 'fast-check';
import { blockedExtension, downloadNameOf, fileNameOf, isAccepted, sizeInWords } from '../../domain/files';

test.each([
  ['report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\sarah\\report.pdf', 'report.pdf'],
  ['..', 'file'],
  ['', 'file'],
  ['.htaccess', 'htaccess'],
  ['Grüße 你好.pdf', 'Grüße 你好.pdf'],
  ['Gru\u0308ße.pdf', 'Grüße.pdf'],
  ['annex\u202efdp.exe', 'annexfdp.exe'],
  ['a\u200b\ufeffb\u0000\r\nX-Evil: 1.txt', 'ab X-Evil_ 1.txt'],
  ['report.pdf. . ', 'report.pdf'],
  ['<b>"a|b?*".txt', '_b__a_b___.txt'],
])('the name %j is kept as %j', (given, kept) => {
  expect(fileNameOf(given)).toBe(kept);
});

test('a name of 10,000 characters is cut before its ending', () => {
  const name = fileNameOf(`${'x'.repeat(10_000)}.pdf`);
  expect(name).toHaveLength(150);
  expect(name).toMatch(/x…\.pdf$/);
});

test('no name is empty, leads elsewhere, or has what is not seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (given) => {
      const name = fileNameOf(given);
      expect(name).not.toMatch(/[/\\\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069"]|^\.*$/u);
    }),
  );
});

test.each(['a.sh', 'a.js', 'a.py', 'a.BAT', 'a.ps1', 'x.pdf.exe', 'x.exe.pdf', 'a.html', 'a.svg', 'a.docm', 'a.exe '])(
  'the name %s is one of a program, a script or a page [h.at.block]',
  (name) => {
    expect(blockedExtension(name)).not.toBeNull();
  },
);

test.each(['report.pdf', 'exe', 'sh.txt', 'v1.2.final.md', 'example.com.pdf'])('the name %s is none', (name) => {
  expect(blockedExtension(name)).toBeNull();
});

test.each([
  ['report.pdf', 'application/pdf', 'report.pdf'],
  ['photo.JPEG', 'image/jpeg', 'photo.JPEG'],
  ['server.log', 'text/plain', 'server.log'],
  ['rows.csv', 'text/csv', 'rows.csv'],
  ['order.xml', 'application/xml', 'order.xml'],
])('%s of type %s is saved under its own name', (name, type) => {
  expect(downloadNameOf({ name, type })).toBe(name);
});

test.each([
  ...[
    'msc',
    'settingcontent-ms',
    'library-ms',
    'search-ms',
    'jnlp',
    'iqy',
    'rdp',
    'webloc',
    'website',
    'slk',
    'appref-ms',
  ],
  ...['application', 'xsl', 'plist', 'fileloc', 'ics', 'eml', 'theme', 'reg2', 'csv.iqy', 'RDP'],
])('text with the ending .%s is saved as a .txt file', (ending) => {
  expect(downloadNameOf({ name: `a.${ending}`, type: 'text/plain' })).toBe(`a.${ending}.txt`);
});

test.each([
  ['README', 'text/plain', 'README.txt'],
  ['session.rdp', 'application/pdf', 'session.rdp.pdf'],
  ['photo.jpg', 'image/png', 'photo.jpg.png'],
  ['old', 'application/unknown', 'old.bin'],
])('%s of type %s is saved as %s: its ending must be one of its type', (name, type, saved) => {
  expect(downloadNameOf({ name, type })).toBe(saved);
});

test.each([
  [[], 'text/plain', 'a.txt', true],
  [['application/pdf'], 'application/pdf', 'a.pdf', true],
  [['Application/PDF'], 'application/pdf', 'a', true],
  [['application/pdf'], 'text/plain', 'a.txt', false],
  [['image/*'], 'image/webp', 'a.webp', true],
  [['image/*'], 'application/pdf', 'a.png', false],
  [['.pdf'], 'application/pdf', 'a', true],
  [['.pdf'], 'image/png', 'a.pdf', false],
  [['.JPG'], 'image/jpeg', 'a.jpeg', true],
  [['.log'], 'text/plain', 'a.log', true],
  [['.log'], 'text/plain', 'a.txt', false],
  [['.csv', 'image/*'], 'text/csv', 'a.csv', true],
  [['*/*'], 'text/csv', 'a.csv', true],
])('accept %j and a file of type %s called %s: %s [h.rt.file.v]', (accept, type, name, isTaken) => {
  expect(isAccepted(accept, { name, type })).toBe(isTaken);
});

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [84_213, '84 KB'],
  [10_485_760, '10.5 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
