import type { types } from '@slack/bolt';
import { ENTRANCES, isSureEnough } from '../../domain/assurance';
import type { Urgency } from '../../domain/urgency';
import type { Verdict } from '../../domain/verdict';
import { type Choice, type Message, messageOf } from '../message';
import type { NotificationContext } from '../notification-context';
import type { StateText } from '../state-text';
import { urgencyInWords } from '../urgency';
import { type Content, emoji, escapeText, heading, link, paragraph, plain, small, strong, time, words } from './blocks';
import { actionIdOf, formatButtonValue } from './button';
import { detailBlocks, pageButton, shownInSlack } from './parts';

const COLORS = {
  low: '#78868c',
  medium: '#0a5567',
  high: '#d98200',
  critical: '#a8251d',
} as const satisfies Record<Urgency, string>;

const STYLES: Readonly<Record<Verdict, Pick<types.Button, 'style'>>> = {
  approve: { style: 'primary' },
  deny: { style: 'danger' },
  modify: {},
};

/**
 * The question; `news` comes before its deadline. Slack may fold a long attachment behind "Show more", so what must be
 * seen at once, the head and the buttons, is apart from the context and the details.
 */
export function questionIn(context: NotificationContext, news: StateText | null = null): Content {
  const message = messageOf(context);
  const color = COLORS[message.urgency];
  const middle = bodyOf(message);
  return {
    text: escapeText(message.subject),
    blocks: [heading(message.title), askerOf(message)],
    attachments: [
      { color, blocks: [deadlineOf(message, news)] },
      ...(middle.length > 0 ? [{ color, blocks: middle }] : []),
      { color, blocks: [...answersIn(message, context), small(message.closing.join('\n'))] },
    ],
  };
}

const askerOf = ({ asker, asksFor, remarks, note }: Message) =>
  paragraph(
    [strong(asker), words(` ${asksFor}.`)],
    ...remarks.map((remark) => [words(remark)]),
    note === null ? [] : [strong('Note: '), words(note)],
  );

function deadlineOf(
  { urgency, deadline: { at, text, left, afterwards } }: Message,
  news: StateText | null,
): types.KnownBlock {
  const until =
    at === null
      ? [strong(`${text}.`)]
      : [time('Please answer by ', at, { bold: true }), strong(left === null ? '' : ` (${left})`), words('.')];
  return paragraph(
    [strong(urgencyInWords(urgency))],
    news === null ? [] : [words(`${news.title}. ${news.rest ?? ''}`)],
    until,
    [words(afterwards ?? '')],
  );
}

/** What helps to decide, and what of it is only on the page. */
function bodyOf(message: Message): types.KnownBlock[] {
  const { context, contextLeft, details, detailsLeft } = shownInSlack(message);
  const rest = (text: string | null) => (text === null ? [] : [link(text, message.link)]);
  const pictures = message.images.map(({ name, url }) => [emoji('frame_with_picture'), words(' '), link(name, url)]);
  const files = message.files.map(({ name, url }) => [emoji('paperclip'), words(' '), link(name, url)]);
  const onPage = [...rest(detailsLeft), ...rest(message.more)].map((one) => [one]);
  const lists = [...pictures, ...files, ...onPage];
  return [
    ...(context ? [paragraph([words(context)], rest(contextLeft))] : []),
    ...detailBlocks(details),
    ...(lists.length > 0 ? [paragraph(...lists)] : []),
  ];
}

/** The buttons, or where else to answer. */
function answersIn(message: Message, { decision }: NotificationContext): types.KnownBlock[] {
  const page = pageButton(message.link);
  if (isSureEnough(message, 'slack'))
    return [{ type: 'actions', elements: [...message.choices.map((choice) => buttonOf(choice, decision)), page] }];
  const elsewhere = `This request needs stronger proof of identity than a click in Slack: answer ${ENTRANCES[message.minAssurance]}.`;
  return [paragraph([words(elsewhere)]), { type: 'actions', elements: [page] }];
}

/** Files can't be sent from Slack as they are on the page, so that button leads there. */
function buttonOf(
  { verdict, label, url, needs }: Choice,
  { id, contentHash }: NotificationContext['decision'],
): types.ActionsBlockElement {
  const what =
    needs === 'files'
      ? { action_id: `page.${verdict}`, url }
      : { action_id: actionIdOf(verdict), value: formatButtonValue({ decision: id, verdict, content: contentHash }) };
  return { type: 'button', text: plain(label), ...what, ...STYLES[verdict] };
}
