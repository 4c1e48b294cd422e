import type { Message } from '../message';
import { type Limits, shorten } from '../shorten';
import { detailsOf } from './words';

/** Gmail hides what is beyond 102 KB, buttons included. Encoding for transport adds up to a third. */
export const MAX_BYTES = 75_000;

/** How much of a message an e-mail may contain, the most first: each is half of the one before. */
export const LIMITS: readonly Limits[] = [1, 2, 4, 8, 16, 32, 64].map((divisor) => ({
  context: Math.ceil(10_000 / divisor),
  details: Math.ceil(30 / divisor),
  value: Math.ceil(500 / divisor),
}));

/** The part of a message that is in the e-mail; the rest is on the page. */
export const shortenForMail = (message: Message, limits: Limits) =>
  shorten({ ...message, details: detailsOf(message) }, limits);
