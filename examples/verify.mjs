// Checks that a callback is from Handover, using only Node's built-in modules. `body`: the bytes as received, before any parsing.
import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 5 * 60;

/**
 * Checks the Standard Webhooks headers: who sent it, and that it is not a replay of an old one.
 * @param {Buffer} body
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {string} secret as shown: `whsec_…`
 */
export function isGenuine(body, headers, secret) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!(Math.abs(Date.now() / 1_000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return String(signatures)
    .split(' ')
    .some((signature) => isEqual(signature, `v1,${expected}`));
}

/**
 * Checks only `X-Handover-Signature`: who sent it, but not when.
 * @param {Buffer} body
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {string} secret as shown: `whsec_…`
 */
export function hasHandoverSignature(body, headers, secret) {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  return isEqual(String(headers['x-handover-signature']), `sha256=${expected}`);
}

/** @param {string} given @param {string} expected */
function isEqual(given, expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
