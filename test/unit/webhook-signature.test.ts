import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { signedHeaders, type ToSign } from '../../platform/webhook-signature';

const SECRET = `whsec_${Buffer.from('thirty-two bytes of a first key!').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('thirty-two bytes of an old key!!').toString('base64')}`;
const BODY = JSON.stringify({ event: 'decision.resolved', decision: { action: 'Zahle 5 € an Müller' } });

const signed = (over: Partial<ToSign> = {}) =>
  signedHeaders({ id: 'event-1', body: BODY, secrets: [SECRET], at: new Date(), ...over });

/** As document 004 tells agents to verify. */
function verifyHandover(body: string, signature: string, secret: string) {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return expected === signature;
}

test('the documented sample verifies X-Handover-Signature with the secret as shown', () => {
  const signature = signed()['x-handover-signature'] ?? '';
  expect(verifyHandover(BODY, signature, SECRET)).toBe(true);
  expect(verifyHandover(`${BODY} `, signature, SECRET)).toBe(false);
  expect(verifyHandover(BODY, signature, OLD_SECRET)).toBe(false);
});

test('the standardwebhooks package verifies the webhook headers', () => {
  expect(new Webhook(SECRET).verify(BODY, signed())).toEqual(JSON.parse(BODY));
});

test.each([
  ['body', { body: BODY.replace('5', '6') }],
  ['id', { id: 'event-2' }],
  ['time', { at: new Date(Date.now() - 60_000) }],
  ['secret', { secrets: [OLD_SECRET] }],
] as const)('the standardwebhooks package refuses the signature of another %s', (_what, over) => {
  const headers = { ...signed(), 'webhook-signature': signed(over)['webhook-signature'] ?? '' };
  expect(() => new Webhook(SECRET).verify(BODY, headers)).toThrow('No matching signature');
});

test('during a rotation both secrets verify, and X-Handover-Signature is that of the newest', () => {
  const headers = signed({ secrets: [SECRET, OLD_SECRET] });
  expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  for (const secret of [SECRET, OLD_SECRET]) expect(() => new Webhook(secret).verify(BODY, headers)).not.toThrow();
  expect(verifyHandover(BODY, headers['x-handover-signature'] ?? '', SECRET)).toBe(true);
});

test('the id and the time in seconds are told', () => {
  const headers = signed({ at: new Date('2026-03-25T13:15:00.999Z') });
  expect(headers).toMatchObject({ 'webhook-id': 'event-1', 'webhook-timestamp': '1774444500' });
});
