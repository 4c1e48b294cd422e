import type { types } from '@slack/bolt';
import type { Urgency } from '../../domain/urgency';
import type { Verdict } from '../../domain/verdict';
import { ENTRANCES, isSureEnough } from '../../domain/assurance';
import { type Choice, type Message, messageOf, type Telling } from '../message';
import { urgencyInWords } from '../urgency';
import { type Content, emoji, escaped, heading, link, paragraph, plain, small, strong, time, words } from './blocks';
import { actionIdOf, buttonValue } from './button';
import { factsIn, pageButton, shownInSlack } from './parts';

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
 * The question. Slack may fold a long attachment behind "Show more", so what must be seen at once, the head and the
 * buttons, is apart from the context and the details.
 */
export function askedIn(telling: Telling): Content {
  const message = messageOf(telling);
  const color = COLORS[message.urgency];
  const middle = contentOf(message);
  return {
    text: escaped(message.subject),
    blocks: [heading(message.title), askerOf(message)],
    attachments: [
      { color, blocks: [dueOf(message)] },
      ...(middle.length > 0 ? [{ color, blocks: middle }] : []),
      { color, blocks: [...answersOf(message, telling), small(message.closing.join('\n'))] },
    ],
  };
}

const askerOf = ({ asker, asksFor, standIn }: Message) =>
  paragraph([strong(asker), words(` ${asksFor}.`)], [words(standIn ?? '')]);

function dueOf({ urgency, deadline: { at, text, left, afterwards } }: Message): types.KnownBlock {
  const until =
    at === null
      ? [strong(`${text}.`)]
      : [time('Answer until ', at, { bold: true }), strong(left === null ? '' : `, ${left}`), words('.')];
  return paragraph([strong(urgencyInWords(urgency))], until, [words(afterwards ?? '')]);
}

/** What helps to decide, and what of it is only on the page. */
function contentOf(message: Message): types.KnownBlock[] {
  const { context, contextLeft, facts, factsLeft } = shownInSlack(message);
  const rest = (text: string | null) => (text === null ? [] : [link(text, message.link)]);
  const pictures = message.images.map(({ name, url }) => [emoji('frame_with_picture'), words(' '), link(name, url)]);
  const files = message.files.map(({ name, url }) => [emoji('paperclip'), words(' '), link(name, url)]);
  const onPage = [...rest(factsLeft), ...rest(message.more)].map((one) => [one]);
  const lists = [...pictures, ...files, ...onPage];
  return [
    ...(context ? [paragraph([words(context)], rest(contextLeft))] : []),
    ...factsIn(facts),
    ...(lists.length > 0 ? [paragraph(...lists)] : []),
  ];
}

/** The buttons, or where else the answer is to be given. */
function answersOf(message: Message, { decision }: Telling): types.KnownBlock[] {
  const page = pageButton(message.link);
  if (isSureEnough(message, 'slack'))
    return [{ type: 'actions', elements: [...message.choices.map((choice) => buttonOf(choice, decision)), page] }];
  const elsewhere = `A click here is not enough to answer: answer ${ENTRANCES[message.minAssurance]}.`;
  return [paragraph([words(elsewhere)]), { type: 'actions', elements: [page] }];
}

/** Files cannot be given in Slack as they are on the page: that button leads there. */
function buttonOf(
  { verdict, label, url, needs }: Choice,
  { id, contentHash }: Telling['decision'],
): types.ActionsBlockElement {
  const what =
    needs === 'files'
      ? { action_id: `page.${verdict}`, url }
      : { action_id: actionIdOf(verdict), value: buttonValue({ decision: id, verdict, content: contentHash }) };
  return { type: 'button', text: plain(label), ...what, ...STYLES[verdict] };
}
