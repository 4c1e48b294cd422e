/**
 * The text without case, as Unicode's full case folding has it: "Straße" and "STRASSE" become "strasse". The dot of a
 * Turkish capital İ is dropped, so that "İstanbul" is found as "istanbul".
 */
export const foldCase = (text: string): string =>
  text.toLowerCase().toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').replaceAll('ς', 'σ');
