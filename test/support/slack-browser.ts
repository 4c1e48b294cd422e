import type { ApiClient } from './api-client';
import type { FakeSlack, Team } from './slack';

export interface Seen {
  readonly status: number;
  readonly location: string;
  readonly text: string;
  readonly headers: Headers;
}

/** The browser of whoever installs the app: it opens one address at a time, and keeps our cookies. */
export interface SlackBrowser {
  /** Every ticket, state and code that it has carried. */
  readonly secrets: readonly string[];
  open(url: string, method?: 'GET' | 'HEAD'): Promise<Seen>;
  /** From `GET /slack` to Slack's page of consent, which is not opened yet. */
  leave(client: Pick<ApiClient, 'call'>): Promise<URL>;
  /** The whole way: leaves, allows it for this team at Slack, and comes back. */
  install(client: Pick<ApiClient, 'call'>, team: Team): Promise<Seen>;
}

/** `at`: the server that its own addresses lead to. Each of its replies is checked against the OpenAPI document. */
export function slackBrowser(slack: FakeSlack, at: Pick<ApiClient, 'call'>): SlackBrowser {
  let cookie = '';
  const secrets: string[] = [];
  const browser: SlackBrowser = {
    secrets,
    open: async (url, method = 'GET') => {
      const { pathname, search, searchParams, origin } = new URL(url);
      for (const name of ['ticket', 'state', 'code']) secrets.push(...searchParams.getAll(name));
      if (origin === slack.url) {
        const { status, headers } = await fetch(url, { redirect: 'manual' });
        return { status, headers, location: headers.get('location') ?? '', text: '' };
      }
      const { status, headers, body } = await at.call(method, pathname + search, undefined, {
        authorization: '',
        cookie,
      });
      cookie = headers.getSetCookie().map((line) => line.split(';')[0])[0] ?? cookie;
      return { status, headers, location: headers.get('location') ?? '', text: String(body) };
    },
    leave: async (client) => {
      const { body } = await client.call('GET', '/slack');
      return new URL((await browser.open(body.install_url)).location);
    },
    install: async (client, team) => {
      slack.installer = { team, user: slack.person(team, { email: 'admin@company.com' }) };
      const { location } = await browser.open((await browser.leave(client)).href);
      return browser.open(location);
    },
  };
  return browser;
}
