import { endingWords } from '../../contract/ending';
import { messageOf, type Telling } from '../message';
import type { Standing } from '../standing';

/** The question as a Slack message. */
export function askedIn(telling: Telling) {
  const message = messageOf(telling);
  return {
    text: message.subject,
    attachments: [
      {
        color: '#0a5567',
        blocks: [
          { type: 'section', text: { type: 'plain_text', text: message.title } },
          {
            type: 'actions',
            elements: message.choices.map(({ verdict, label }) => ({
              type: 'button',
              action_id: `answer.${verdict}`,
              text: { type: 'plain_text', text: label },
              value: JSON.stringify({ decision: message.decisionId, verdict, content: telling.decision.contentHash }),
            })),
          },
        ],
      },
    ],
  };
}

/** The same message once there is nothing to answer in it. */
export function standsIn({ decision }: Telling, standing: Exclude<Standing, 'asked'>) {
  const title = standing in endingWords ? standing : standing;
  const text = `${title}: ${decision.action}`;
  return { text, attachments: [{ blocks: [{ type: 'section', text: { type: 'plain_text', text } }] }] };
}
