import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = Buffer.from('binary/encrypted');
const NONCE = 12;
const TAG = 16;
const { Payload: Proto } = temporal.api.common.v1;

/**
 * Encrypts what Temporal keeps, with AES-256-GCM. `keys`: 32 bytes each, in base64, separated by commas; the first
 * encrypts, all decrypt, so that a key can be replaced while old decisions are still open.
 */
export function createPayloadCodec(keys: string): PayloadCodec {
  const known = new Map(keys.split(',').map((text) => keyOf(text.trim())));
  const [newest] = known;
  if (!newest) throw new Error('HANDOVER_ENCRYPTION_KEY is empty');
  const [newestId, newestKey] = newest;
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, newestId, newestKey)),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, known)),
  };
}

function keyOf(text: string): [string, Buffer] {
  const key = Buffer.from(text, 'base64');
  return [createHash('sha256').update(key).digest('hex').slice(0, 16), key];
}

function encrypt(payload: Payload, keyId: string, key: Buffer): Payload {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(Proto.encode(payload).finish()), cipher.final()]);
  const metadata = { encoding: ENCODING, 'encryption-key-id': Buffer.from(keyId) };
  return { metadata, data: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
}

function decrypt(payload: Payload, known: ReadonlyMap<string, Buffer>): Payload {
  const { metadata, data } = payload;
  if (!data || !metadata?.encoding || !ENCODING.equals(metadata.encoding)) return payload; // from before there was a key
  const keyId = Buffer.from(metadata['encryption-key-id'] ?? []).toString();
  const key = known.get(keyId);
  if (!key)
    throw new Error(`HANDOVER_ENCRYPTION_KEY lacks the key ${keyId}: put it behind the newest one, after a comma`);
  const bytes = Buffer.from(data);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Proto.decode(Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]));
}
