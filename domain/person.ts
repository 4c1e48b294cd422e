import { emailKey } from './email-address';

/** Whether two addresses belong to the same person, however they are spelled. */
export const isSamePerson = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && personKey(one) === personKey(other);

/** What all spellings of a person's address have in common, to compare and to look up by. They are shown as given. */
export const personKey = (address: string): string => emailKey(address) ?? address.normalize('NFC').toLowerCase();
