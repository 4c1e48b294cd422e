import { messageOf, type Telling } from '../message';
import type { Standing } from '../standing';
import { actionIdOf, buttonValue } from './button';

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
              action_id: actionIdOf(verdict),
              text: { type: 'plain_text', text: label },
              value: buttonValue({ decision: message.decisionId, verdict, content: telling.decision.contentHash }),
            })),
          },
        ],
      },
    ],
  };
}

/** The same message once there is nothing to answer in it. */
export function standsIn({ decision }: Telling, standing: Exclude<Standing, 'asked'>) {
  const text = `${standing}: ${decision.action}`;
  return { text, attachments: [{ blocks: [{ type: 'section', text: { type: 'plain_text', text } }] }] };
}
