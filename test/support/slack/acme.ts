import { webApi } from '@slack/bolt';
import { startSlack } from '.';

/** A Slack with one team and one person in it, and clients that speak for the app, without another try. */
export async function startAcme() {
  const slack = await startSlack();
  const team = slack.team('Acme Corp');
  const sarah = slack.person(team, { email: 'sarah@company.com', tz: 'America/Los_Angeles' });
  const token = slack.token(team);
  const clientWith = (key: string) =>
    new webApi.WebClient(key, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent });
  const client = clientWith(token);
  const channel = (await client.conversations.open({ users: sarah.id })).channel?.id ?? '';
  const post = async (...blocks: object[]) => {
    const { ts } = await client.chat.postMessage({ channel, text: 'a decision', blocks: blocks as webApi.Block[] });
    const message = slack.messages.find((one) => one.ts === ts);
    if (message === undefined) throw new Error('Slack said yes and shows no message');
    return message;
  };
  return { slack, team, sarah, token, clientWith, client, channel, post };
}
export type Acme = Awaited<ReturnType<typeof startAcme>>;

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<{ error?: string; messages?: string[] }> {
  try {
    await call;
    return {};
  } catch (error) {
    const { data } = error as webApi.WebAPIPlatformError;
    return { error: data.error, messages: data.response_metadata?.messages ?? [] };
  }
}

/** Refusals are what the tests are about: nothing to log. */
export const silent: webApi.Logger = {
  ...{ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  ...{ setLevel: () => {}, setName: () => {}, getLevel: () => webApi.LogLevel.ERROR },
};
