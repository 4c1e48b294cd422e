import { assuranceFault, offeredAssurances } from '../../channels/offered-assurances';
import { readConfig } from '../../platform/config';

const configWith = (env: NodeJS.ProcessEnv = {}) =>
  readConfig({ DATABASE_URL: 'postgresql://localhost/handover', HANDOVER_SECRET: 'x'.repeat(32), ...env });
const SLACK = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_SIGNING_SECRET: 's' };

test('without a Slack app only links can be asked for, and the refusal names the variables that are missing', () => {
  const config = configWith();
  expect(offeredAssurances(config)).toEqual(['api', 'link']);
  expect(assuranceFault(config, 'link')).toBeNull();
  const remedy = 'unless SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET are set';
  for (const level of ['code', 'slack'] as const)
    expect(assuranceFault(config, level)).toBe(`can't be ${level}: this server only offers link, ${remedy}`);
  expect(assuranceFault(config, 'login')).toBe("can't be login: this server only offers link");
});

test('with a Slack app its level and weaker ones can be asked for', () => {
  const config = configWith(SLACK);
  expect(offeredAssurances(config)).toEqual(['api', 'link', 'slack']);
  expect((['link', 'code', 'slack'] as const).map((level) => assuranceFault(config, level))).toEqual([
    null,
    null,
    null,
  ]);
  expect(assuranceFault(config, 'login')).toBe("can't be login: this server only offers link and slack");
});
