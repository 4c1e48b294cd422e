import type { Person } from './slack';
import type { SlackHarness } from './slack-asked';

let people = 0;

/** Somebody new in the harness's Slack workspace. */
export function colleague({ slack, team }: SlackHarness, over: Partial<Person> = {}): Person {
  people += 1;
  return slack.person(team, { email: `colleague${people}@company.com`, ...over });
}
