/** What two spellings of one person's address have in common. */
export const personKey = (address: string): string => address.normalize('NFC').toLowerCase();

/** Whether two addresses belong to the same person. */
export const isSamePerson = (one: string, other: string): boolean => personKey(one) === personKey(other);
