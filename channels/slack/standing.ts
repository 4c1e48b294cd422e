import type { types } from '@slack/bolt';
import { askerOf } from '../../contract/asking';
import { askedAt } from '../../contract/ladder';
import { ellipsize, sanitizeLine } from '../../domain/sanitize-text';
import type { Telling } from '../message';
import { inOneLine, type Outcome, outcomeOf } from '../outcome';
import type { Standing } from '../standing';
import { type Content, escaped, heading, link, paragraph, strong, time, words } from './blocks';
import { factsIn, pageButton, shownInSlack } from './parts';

type Over = Exclude<Standing, 'asked'>;

const QUIET = '#78868c';
const COLORS = {
  ...{ approved: '#2c7a51', scheduled: '#2c7a51', denied: '#a8251d', modified: '#d98200' },
  ...{ cancelled: QUIET, expired: QUIET, escalated: QUIET, recorded: '#0a5567' },
} as const satisfies Record<Exclude<Over, 'erased'>, string>;

const LONGEST_TEXT = 200;

/** The same message once there is nothing to answer in it: how it stands instead of the buttons. */
export function standsIn({ decision, link: page }: Telling, standing: Over): Content {
  if (standing === 'erased') return ERASED;
  const said = saidOf(decision, standing, page);
  const title = sanitizeLine(decision.action);
  return {
    text: escaped(ellipsize(said.text, LONGEST_TEXT)),
    blocks: [heading(title), paragraph([words('Asked by '), strong(sanitizeLine(askerOf(decision)))])],
    attachments: [
      { color: COLORS[standing], blocks: [...said.blocks, { type: 'actions', elements: [pageButton(page)] }] },
    ],
  };
}

/** Its words are gone, and whose they were. */
const ERASED: Content = {
  text: 'Erased',
  blocks: [paragraph([words('What was asked and answered here was erased.')])],
  attachments: [],
};

/** How it stands, in short and in full. */
function saidOf(decision: Telling['decision'], standing: Exclude<Over, 'erased'>, page: string) {
  switch (standing) {
    case 'recorded': {
      const text = 'Your answer is recorded and will be applied shortly';
      return { text, blocks: [paragraph([strong(`${text}.`)])] };
    }
    case 'escalated': {
      const text = `${sanitizeLine(askedAt(decision, 1))} is asked now`;
      const rest = 'Nobody answered in time. Until somebody does, you still can, on the page.';
      return { text, blocks: [paragraph([strong(`${text}.`)], [words(rest)])] };
    }
    default: {
      const outcome = outcomeOf(decision);
      return { text: inOneLine(outcome), blocks: endingIn(outcome, page) };
    }
  }
}

/** "Denied by sarah@company.com, today at 14:05: too expensive", what was filled in, and what it means. */
function endingIn({ title, at, note, filledIn, executeAt, means }: Outcome, page: string): types.KnownBlock[] {
  const { facts, factsLeft } = shownInSlack({ context: null, facts: filledIn });
  return [
    paragraph([strong(title), ...(at ? [time(', ', at)] : []), words(note === null ? '' : `: ${note}`)]),
    ...factsIn(facts),
    paragraph(
      factsLeft === null ? [] : [link(factsLeft, page)],
      executeAt === null ? [] : [time('Time for the action: ', executeAt, { bold: true })],
      [words(means)],
    ),
  ];
}
