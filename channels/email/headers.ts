import { encodeWord } from 'nodemailer/lib/mime-funcs';

/** Tells other machines that nobody reads an automatic reply (RFC 3834), Exchange and Outlook by a header of their own. */
export const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } as const;

/** The longest encoded word that RFC 2047 allows is 75 characters, with its frame. */
const MAX_WORD = 52;

const looksEncoded = (text: string): boolean => text.includes('=?');

/**
 * A subject that mail clients show as it is. Text such as `=?utf-8?b?4oCu?=` is ASCII, so it would go out unchanged and
 * be decoded by the client, hidden characters included. Encoding the whole subject prevents that.
 */
export const literalSubject = (subject: string): string =>
  looksEncoded(subject) ? encodeWord(subject, 'Q', MAX_WORD) : subject;

/** The same for a service that encodes headers itself: with a space in it, no client takes the text for encoded. */
export const brokenSubject = (subject: string): string => subject.replaceAll('=?', '= ?');
