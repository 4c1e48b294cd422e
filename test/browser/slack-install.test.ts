import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { type Harness, startHarness } from '../support/harness';
import { type FakeSlack, startSlack } from '../support/slack';
import { slackEnvironment } from '../support/slack-installed';
import { expectAccessible, NO_SCRIPTS, PHONE, seen, visit } from '../support/visit';

let handover: Harness;
let slack: FakeSlack;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  slack = await startSlack();
  // Another site than ours, as Slack is: what a browser does with the cookie depends on it.
  const elsewhere = { ...slack, url: slack.url.replace('127.0.0.1', 'localhost') };
  handover = await startHarness({ worker: false, env: slackEnvironment(elsewhere) });
  const team = slack.team('Acme');
  slack.installer = { team, user: slack.person(team, { email: 'admin@company.com' }) };
});
afterAll(async () => {
  await browser?.close();
  await handover?.stop();
  await slack?.close();
});

const installUrl = async () => (await handover.call('GET', '/slack')).body.install_url;

test.each([
  ['on a screen', {}],
  ['on a phone in the dark, without scripts', { ...PHONE, ...NO_SCRIPTS }],
])('%s the URL leads through Slack to a page that says what to do next', async (_where, how) => {
  slack.denies = false;
  await visit(browser, await installUrl(), how, async (page) => {
    expect(await seen(page)).toContain('Handover is installed in Acme');
    if (!('javaScriptEnabled' in how)) await expectAccessible(page);
  });
});

test('whoever cancels at Slack is told that nothing was installed', async () => {
  slack.denies = true;
  await visit(browser, await installUrl(), {}, async (page) => {
    expect(await seen(page)).toContain('You cancelled at Slack');
    await expectAccessible(page);
  });
});
