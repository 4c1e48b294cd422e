import { pathOfInexactNumber } from '../../api/middleware/json-numbers';
import { oneLine } from '../../channels/slack/inbound/one-line';
import { isEmailAddress } from '../../domain/email-address';
import { fileNameOf, isAccepted } from '../../domain/files';
import { isExact, readNumber } from '../../domain/number-text';
import { hasKeyword, toComparable } from '../../domain/policy/keywords';
import { isBlank, sanitizeLine, sanitizeText, truncate } from '../../domain/sanitize-text';
import { localizeTimes } from '../../domain/time-text';
import { isTimeZone } from '../../domain/time-zone';
import { markdownToHtml } from '../../web/markdown';
import { isWallTime } from '../../web/zoned-time';
import { fastest } from '../support/fastest';

/** Whatever reads text from outside before its length is known, or at the full length that is allowed. */
const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['sanitizeText', sanitizeText],
  ['sanitizeLine', sanitizeLine],
  ['isBlank', isBlank],
  ['truncate', (text) => truncate(text, 100)],
  ['isEmailAddress', isEmailAddress],
  ['fileNameOf', fileNameOf],
  ['isAccepted', (text) => isAccepted([text], { name: text, type: text })],
  ['readNumber', readNumber],
  ['isExact', isExact],
  ['toComparable', toComparable],
  ['hasKeyword', (text) => hasKeyword(toComparable(text), 'ab')],
  ['localizeTimes', (text) => localizeTimes(text, 'UTC')],
  ['isTimeZone', isTimeZone],
  ['isWallTime', isWallTime],
  ['markdownToHtml', markdownToHtml],
  ['oneLine', (text) => oneLine(text, 3_000)],
  ['pathOfInexactNumber', (text) => pathOfInexactNumber(JSON.stringify(text))],
];

/** What quadratic patterns stumble over: long runs of what they repeat, with an end that does not match. */
const PIECES = [
  ...['1', '.', ' ', '\t', '\n', '*', '`', '#', '&', '&a', '\\', '"', 'a.', 'a@', '-', '/', 'ab', '2026-'],
  ...[
    '\x1b',
    '\x1b[',
    '\x1b[0',
    '\x1b]',
    '\x9d',
    '\u200d',
    '\u0301',
    '\ufe0f',
    'https://a',
    '1e',
    '```\n',
    '\ud83d\ude00',
  ],
];

test.each(READERS)('%s takes ten times as long for ten times the text, not a hundred times', (_name, read) => {
  for (const piece of PIECES) {
    const text = (length: number) => `${piece.repeat(length / piece.length)}!`;
    const [short, long] = [5_000, 50_000].map((length) => fastest(() => read(text(length))));
    expect([JSON.stringify(piece), Number(long) < 30 * Number(short) + 30]).toEqual([JSON.stringify(piece), true]);
  }
});
