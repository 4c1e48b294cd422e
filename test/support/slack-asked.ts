import { actionIdOf, type ButtonValue, formatButtonValue } from '../../channels/slack/button';
import type { DecisionReply } from '../../contract/replies/decision';
import { type Harness, type HarnessOptions, startHarness } from './harness';
import { type FakeSlack, type Message, type Person, startSlack, type Team, type View } from './slack';
import { installSlack, slackEnvironment } from './slack-installed';
import { until } from './until';

/** The whole product beside a Slack that has one workspace, "Company", where the app is installed. */
export interface SlackHarness extends Harness {
  readonly slack: FakeSlack;
  readonly team: Team;
  /** Asks somebody new in Slack, unless `over` names the approver, and waits for the message. */
  askInSlack(over?: Record<string, unknown>): Promise<AskedInSlack>;
  /** The newest message about a decision to this person, waited for. */
  messageTo(person: Person, id: string): Promise<Message>;
  /** The private note with these words that this person was shown, as JSON; waited for, for Slack has its reply first. */
  noteTo(person: Person, words: string): Promise<string>;
  /** Why interactions about a decision were refused, in order. */
  refusals(id: string): Promise<string[]>;
}

export interface AskedInSlack {
  readonly id: string;
  readonly person: Person;
  readonly message: Message;
}

export async function startSlackHarness({ env, ...options }: HarnessOptions = {}): Promise<SlackHarness> {
  const slack = await startSlack();
  const handover = await startHarness({ ...options, env: { ...slackEnvironment(slack), ...env } });
  slack.appUrl = `${handover.url}/slack/events`;
  const team = slack.team('Company');
  await installSlack(handover, team, slack.token(team));
  let people = 0;
  const messageTo = (person: Person, id: string) =>
    until(`a message to ${person.email}`, () =>
      slack.messages.findLast((one) => one.user === person && JSON.stringify(one).includes(id)),
    );
  return Object.assign({}, handover, {
    ...{ slack, team, messageTo },
    askInSlack: async (over: Record<string, unknown> = {}) => {
      people += 1;
      const person = slack.person(team, { email: `person${people}@company.com` });
      const id = await handover.ask({ channel: 'slack', approver: person.email, ...over });
      return { id, person, message: await messageTo(person, id) };
    },
    noteTo: (person: Person, words: string) =>
      until(`a private note to ${person.email} says "${words}"`, () =>
        slack.privateNotes
          .filter(({ user }) => user === person)
          .map(({ blocks }) => JSON.stringify(blocks))
          .find((note) => note.includes(words)),
      ),
    refusals: async (id: string) => {
      const events = await handover.db.auditEvent.findMany({
        where: { decisionId: id, type: 'interaction.refused' },
        orderBy: { sequence: 'asc' },
      });
      return events.map(({ data }) => String((data as { reason: string }).reason));
    },
    stop: async () => {
      await slack.close();
      await handover.stop();
    },
  });
}

/** All that a message or a view says, and what its buttons carry. */
export const wordsIn = (shown: Pick<Message, 'blocks'> | View): string =>
  JSON.stringify('attachments' in shown ? [shown.blocks, shown.attachments] : shown.blocks);

/** The same message with only this button, as an older one may have had it: it answers with `verdict` to `content`. */
export const withButton = (message: Message, pressed: ButtonValue): Message => ({
  ...message,
  ...{ attachments: [], history: [] },
  blocks: [
    {
      ...{ type: 'actions', block_id: 'answers' },
      elements: [
        {
          ...{ type: 'button', action_id: actionIdOf(pressed.verdict), value: formatButtonValue(pressed) },
          text: { type: 'plain_text', text: pressed.verdict },
        },
      ],
    },
  ],
});

/** What the agent is told of a decision that was answered in Slack. */
export const byPerson = ({ email }: Person): Partial<DecisionReply> => ({
  resolved_by: email,
  resolved_via: 'slack',
  assurance: 'slack',
});
