import type { types } from '@slack/bolt';
import type { ChatPostMessageArguments } from '@slack/web-api';
import { formatMoment } from '../../domain/time-text';

/** What a message shows. Of attachments only those with blocks: a stripe of colour at their side, and nothing else. */
export interface Content {
  /** For notifications and lists, never shown next to the blocks. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  readonly attachments: { readonly color: string; readonly blocks: types.KnownBlock[] }[];
}

type Inline = types.RichTextElement;

/** Words in a rich text. Slack reads no markup there, so they stay text and need no escaping. */
export const words = (text: string): Inline => ({ type: 'text', text });
export const strong = (text: string): Inline => ({ type: 'text', text, style: { bold: true } });
export const link = (text: string, url: string): Inline => ({ type: 'link', text, url });
export const emoji = (name: string): Inline => ({ type: 'emoji', name });

/**
 * A time in the reader's own zone, with our own words before it. Slack shows the first letter of all that as a
 * capital one; clients that cannot show times show UTC.
 */
export const time = (before: string, at: Date, style?: { readonly bold: true }): Inline => ({
  type: 'date',
  timestamp: Math.floor(at.getTime() / 1000),
  format: `${before}{date_short_pretty} at {time}`,
  fallback: `${before}${formatMoment(at)}`,
  ...(style ? { style } : {}),
});

/** Lines of rich text. Slack refuses empty words, and lines without any, so those are left out. */
export function paragraph(...lines: readonly (readonly Inline[])[]): types.RichTextBlock {
  const filled = lines.map((line) => line.filter((one) => one.type !== 'text' || one.text !== ''));
  const kept = filled.filter((line) => line.length > 0);
  const elements = kept.flatMap((line, index) => (index === 0 ? line : [words('\n'), ...line]));
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Small grey words. */
export const small = (text: string): types.ContextBlock => ({ type: 'context', elements: [plain(text)] });

const LONGEST_HEADER = 150;

/** The title: large where it fits, else bold and whole. */
export function heading(text: string): types.KnownBlock {
  const large = plain(text);
  const fits = text !== '' && large.text.length <= LONGEST_HEADER;
  return fits ? { type: 'header', text: large } : paragraph([strong(text || '…')]);
}

/** Text in which Slack reads no markup, but three entities: anywhere but in rich text. */
export const plain = (text: string): types.PlainTextElement => ({
  type: 'plain_text',
  text: escapeText(text),
  emoji: false,
});

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** How every message goes out: nothing in it is looked for that would mean more than it says. */
export const QUIETLY = {
  ...{ mrkdwn: false, link_names: false, parse: 'none', unfurl_links: false, unfurl_media: false },
} as const satisfies Partial<ChatPostMessageArguments>;
