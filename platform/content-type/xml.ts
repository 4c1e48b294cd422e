import { piecesOf } from './bytes';

/** The longest text that one of these patterns can match, so that it is found across two pieces. */
const OVERLAP = 2_048;

/** What makes a browser do more with an XML file than show it, at any depth. Each pattern matches a bounded length. */
const DANGERS: readonly (readonly [RegExp, string])[] = [
  [
    /www\.w3\.org\/(1999\/xhtml|2000\/svg|1998\/Math\/MathML|1999\/XSL)/,
    'contains HTML, SVG, MathML or XSLT, which can hold scripts',
  ],
  [/<\?xml-stylesheet/, 'refers to a style sheet, which can hold scripts'],
  [/<!(ENTITY|ATTLIST)/, 'defines entities or attributes, which can hide scripts'],
  // A namespace with a character reference in it, or too far from its quotes to be seen here.
  [/xmlns[^"'<>=]{0,500}=\s{0,500}["'][^"'<]{0,500}&/, 'hides a namespace behind character references'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: in ISO-2022-JP it changes what the bytes after it mean
  [/\x1b/, 'contains escape characters, which can hide scripts'],
  [/xmlns[^"'<>]{500}/, 'hides a namespace behind spaces'],
];

/** Why a browser that opens this XML file from disk could run something in it, or null. Reads the file in pieces. */
export async function dangerInXml(path: string): Promise<string | null> {
  let text = '';
  for await (const piece of piecesOf(path)) {
    text = text.slice(-OVERLAP) + piece.toString('latin1');
    const found = DANGERS.find(([pattern]) => pattern.test(text));
    if (found) return found[1];
  }
  return null;
}
