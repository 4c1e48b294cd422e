/** E-mail addresses are compared without case, and kept as given (`api.md`). */
export const isSameAddress = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
