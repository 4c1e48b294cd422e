import { askerOf } from '../../domain/ask-text';
import { ellipsize, sanitizeLine } from '../../domain/sanitize-text';
import type { MessageState } from '../message-state';
import type { NotificationContext } from '../notification-context';
import { describeOutcome, formatOutcome, type OutcomeDetails } from '../outcome';
import { describeState, type StateText } from '../state-text';
import { type Content, escapeText, heading, link, paragraph, strong, time, words } from './blocks';
import { detailBlocks, pageButton, shownInSlack } from './parts';
import { questionIn } from './question';

type Quiet = Exclude<MessageState, 'asked' | 'escalated' | 'erased'>;

const QUIET = '#78868c';
const COLORS = {
  ...{ approved: '#2c7a51', scheduled: '#2c7a51', denied: '#a8251d', modified: '#d98200' },
  ...{ cancelled: QUIET, expired: QUIET, answered: '#0a5567', delegated: QUIET, withdrawn: QUIET },
} as const satisfies Record<Quiet, string>;

const LONGEST_TEXT = 200;

/** What one person's message shows in this state: the question, or what became of it. */
export function contentOf(context: NotificationContext, state: MessageState): Content {
  const { decision, assignment, link: page } = context;
  switch (state) {
    case 'asked':
      return questionIn(context);
    case 'escalated':
      return questionIn(context, describeState(decision, assignment, state));
    case 'erased':
      return ERASED;
    case 'answered':
    case 'delegated':
    case 'withdrawn': {
      const text = describeState(decision, assignment, state);
      return withoutQuestion(context, state, { text: text.title, blocks: [stateBlock(text)] });
    }
    default: {
      const outcome = describeOutcome(decision);
      return withoutQuestion(context, state, { text: formatOutcome(outcome), blocks: outcomeBlocks(outcome, page) });
    }
  }
}

/** Its text is gone, and whose it was. */
const ERASED: Content = {
  text: 'Erased',
  blocks: [paragraph([words('This request and its answers were erased.')])],
  attachments: [],
};

/** The same message without anything to answer. */
function withoutQuestion(
  { decision, link: page }: NotificationContext,
  state: Quiet,
  { text, blocks }: Pick<Content, 'text' | 'blocks'>,
): Content {
  return {
    text: escapeText(ellipsize(text, LONGEST_TEXT)),
    blocks: [
      heading(sanitizeLine(decision.action)),
      paragraph([words('Requested by '), strong(sanitizeLine(askerOf(decision)))]),
    ],
    attachments: [{ color: COLORS[state], blocks: [...blocks, { type: 'actions', elements: [pageButton(page)] }] }],
  };
}

/** "You approved this request. 1 of 2 approvals so far." */
const stateBlock = ({ title, rest }: StateText) => paragraph([strong(`${title}.`)], [words(rest ?? '')]);

/** "Denied by sarah@company.com, today at 14:05: too expensive", what was filled in, and what follows. */
function outcomeBlocks({ title, at, note, filledIn, executeAt, means }: OutcomeDetails, page: string) {
  const { details, detailsLeft } = shownInSlack({ context: null, details: filledIn });
  return [
    paragraph([strong(title), ...(at ? [time(', ', at)] : []), words(note === null ? '' : `: ${note}`)]),
    ...detailBlocks(details),
    paragraph(
      detailsLeft === null ? [] : [link(detailsLeft, page)],
      executeAt === null ? [] : [time('Scheduled for ', executeAt, { bold: true })],
      [words(means)],
    ),
  ];
}
