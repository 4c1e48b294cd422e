import { type Harness, startHarness } from './harness';
import { type FakeSlack, type Message, type Person, startSlack, type Team } from './slack';
import { blocksOf } from './slack/block-kit/message';
import { installSlack, slackEnvironment } from './slack-installed';
import { until } from './until';

/** The product with a Slack workspace that it is installed in. */
export interface SlackHarness {
  readonly handover: Harness;
  readonly slack: FakeSlack;
  readonly team: Team;
  /** Asks somebody in Slack whom nobody asked before, and waits for their message. */
  ask(over?: Record<string, unknown>): Promise<{ id: string; person: Person; message: Message }>;
  /** Somebody new in the Slack workspace. */
  person(over?: Partial<Person>): Person;
  /** The first message to them, waited for. */
  messageTo(person: Person): Promise<Message>;
  stop(): Promise<void>;
}

export async function startSlackHarness(options: Parameters<typeof startHarness>[0] = {}): Promise<SlackHarness> {
  const slack = await startSlack();
  const handover = await startHarness({ ...options, env: { ...options.env, ...slackEnvironment(slack) } });
  const team = slack.team('Acme Corp');
  await installSlack(handover, team, slack.token(team));
  let people = 0;
  const person = (over: Partial<Person> = {}) => {
    people += 1;
    return slack.person(team, { email: `person${people}@company.com`, ...over });
  };
  const messageTo = (user: Person) =>
    until(`a message to ${user.email}`, () => slack.messages.find((one) => one.user === user));
  return {
    ...{ handover, slack, team, person, messageTo },
    ask: async (over = {}) => {
      const user = person();
      const id = await handover.ask({ channel: 'slack', approver: user.email, ...over });
      return { id, person: user, message: await messageTo(user) };
    },
    stop: async () => {
      await handover.stop();
      await slack.close();
    },
  };
}

/** What a message says, times in UTC. */
export function wordsOf(message: Message): string {
  const texts = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, one]) =>
      typeof one === 'string' && ['text', 'fallback'].includes(key) ? [one] : texts(one),
    );
  };
  return blocksOf(message)
    .map((block) => texts(block).join(''))
    .join('\n');
}

/** The labels of its buttons. */
export const buttonsOf = (message: Message): readonly string[] =>
  blocksOf(message).flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : [])) : [],
  );

/** Waits until the message says this. */
export const untilSays = (message: Message, text: string) =>
  until(`the message says "${text}"`, () => wordsOf(message).includes(text));
