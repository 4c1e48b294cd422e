import type { Message } from '../message';
import { shortened } from '../shortened';
import { detailsOf } from './words';

/** Some mail clients clip what is over 100 KB, so that the rest would be missing without a word. */
const LIMITS = { context: 10_000, facts: 30, value: 500 };

/** What of a message stands in the e-mail. */
export const mailed = (message: Message) => shortened({ ...message, facts: detailsOf(message) }, LIMITS);
