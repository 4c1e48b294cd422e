import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = Buffer.from('binary/encrypted');
const KEY_ID = 'encryption-key-id';
const NONCE = 12;
const TAG = 16;
const { Payload: Proto } = temporal.api.common.v1;

/** Is told why a payload could not be decrypted, for the log. */
export type OnUnreadable = (reason: string) => void;

/**
 * Encrypts what Temporal stores, with AES-256-GCM. `keys`: 32 bytes each, in base64, separated by commas. The first one
 * encrypts and all of them decrypt, so that a key can be replaced while older decisions are still open.
 *
 * Decoding never throws: anyone who can reach Temporal can send a signal with a payload that cannot be read, and an error
 * here would fail the workflow task forever. Such a payload is passed on as it came; the payload converter deals with it.
 */
export function createPayloadCodec(keys: string, onUnreadable: OnUnreadable = () => undefined): PayloadCodec {
  const known = new Map(keys.split(',').map((text) => keyOf(text.trim())));
  const [newest] = known;
  if (!newest) throw new Error('HANDOVER_ENCRYPTION_KEY is empty');
  const [newestId, newestKey] = newest;
  const decryptOrKeep = (payload: Payload): Payload => {
    try {
      return decrypt(payload, known);
    } catch (error) {
      onUnreadable(error instanceof Error ? error.message : String(error));
      return payload;
    }
  };
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, newestId, newestKey)),
    decode: async (payloads) => payloads.map(decryptOrKeep),
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
  const metadata = { encoding: ENCODING, [KEY_ID]: Buffer.from(keyId) };
  return { metadata, data: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
}

function decrypt(payload: Payload, known: ReadonlyMap<string, Buffer>): Payload {
  const { metadata, data } = payload;
  if (!metadata?.encoding || !ENCODING.equals(metadata.encoding)) return payload; // written before there was a key
  const keyId = Buffer.from(metadata[KEY_ID] ?? []).toString();
  const key = known.get(keyId);
  if (!key)
    throw new Error(
      `HANDOVER_ENCRYPTION_KEY lacks the key ${JSON.stringify(keyId.slice(0, 16))}: add it after the newest one, separated by a comma`,
    );
  const bytes = Buffer.from(data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Proto.decode(Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]));
}
