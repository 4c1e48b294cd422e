import { createSecrets } from '../../platform/secrets';

const secrets = createSecrets('a secret of the tests, long enough');
const other = createSecrets('another secret, just as long as it');

describe("an approver's link", () => {
  const token = secrets.linkToken('decision-1', 'a1');

  test('has 256 bits, and is the same for a retry', () => {
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(secrets.linkToken('decision-1', 'a1')).toBe(token);
  });

  test('is another one for another decision, assignment or secret', () => {
    const tokens = [
      secrets.linkToken('decision-2', 'a1'),
      secrets.linkToken('decision-1', 'a2'),
      other.linkToken('decision-1', 'a1'),
    ];
    expect(new Set([token, ...tokens]).size).toBe(4);
  });

  test('is kept only as a hash, which does not tell it', () => {
    expect(secrets.hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets.hashToken(token)).not.toBe(secrets.hashToken(`${token.slice(0, -1)}_`));
  });
});

test('the hash of an API key needs the secret: a stolen table cannot be tried against a list of keys', () => {
  expect(secrets.hashKey('ho_live_x')).toMatch(/^[0-9a-f]{64}$/);
  expect(other.hashKey('ho_live_x')).not.toBe(secrets.hashKey('ho_live_x'));
});

describe('a sealed secret', () => {
  const sealed = secrets.seal('whsec_é');

  test('opens to what it was, and never looks the same twice', () => {
    expect(secrets.open(sealed)).toBe('whsec_é');
    expect(Buffer.from(secrets.seal('whsec_é')).equals(sealed)).toBe(false);
  });

  test('does not open with another secret', () => {
    expect(() => other.open(sealed)).toThrow();
  });

  test('does not open with any one byte changed', () => {
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = sealed.map((byte, at) => (at === index ? byte ^ 1 : byte));
      expect(() => secrets.open(changed)).toThrow();
    }
  });
});
