/** Whether two addresses are of the same person: they are compared without case, and kept as given. */
export const isSamePerson = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && personKey(one) === personKey(other);

/** What addresses of one person have in common, to compare and to look up by. */
export const personKey = (address: string): string => address.toLowerCase();
