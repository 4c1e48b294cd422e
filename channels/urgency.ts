import { capitalize } from '../domain/time-text';
import type { Urgency } from '../domain/urgency';

const MARKS = { low: '▾', medium: '=', high: '▲', critical: '■' } as const satisfies Record<Urgency, string>;

/** "▲ High urgency". The variation selector keeps phones from drawing the mark as an emoji. */
export const urgencyInWords = (urgency: Urgency): string =>
  `${MARKS[urgency]}\ufe0e\u00a0${capitalize(urgency)} urgency`;
