import { foldCase } from '../fold-case';
import { sanitizeText } from '../sanitize-text';

/** What people do not see in a text does not hide a word in it. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** In these scripts nothing stands between words: each character counts as one. */
const UNSPACED = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`;
const LETTER = String.raw`(?!${UNSPACED})[\p{L}\p{M}\p{N}]`;
const ENDS_WITH_LETTER = new RegExp(`${LETTER}$`, 'u');
const BEGINS_WITH_LETTER = new RegExp(`^${LETTER}`, 'u');
const BEGINS_WITH_MARK = /^\p{M}/u;

/** A text or keyword as the two are compared: what people see of it, without case, width and extra space. */
export function toComparable(text: string): string {
  return foldCase(sanitizeText(text).normalize('NFKC').replace(UNSEEN, '')).replace(/\s+/g, ' ').trim();
}

/**
 * Whether the keyword stands in the text as whole words, both made comparable. Words are runs of letters and digits:
 * "refund" is in "non-refundable" no more than in "refunds", but it is in "pre-refund" and in "refund_order".
 */
export function hasKeyword(text: string, keyword: string): boolean {
  for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1))
    if (isBetweenWords(text, at) && isBetweenWords(text, at + keyword.length)) return true;
  return false;
}

function isBetweenWords(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at); // two units may be one character
  const after = text.slice(at, at + 2);
  return !BEGINS_WITH_MARK.test(after) && !(ENDS_WITH_LETTER.test(before) && BEGINS_WITH_LETTER.test(after));
}
