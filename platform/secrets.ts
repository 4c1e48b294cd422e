import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { createSigner, type Signer } from './ed25519';

/** Everything derived from HANDOVER_SECRET: hashes of keys and tokens, approvers' link tokens, sealed secrets, signatures. */
export interface Secrets {
  /** The hash that is stored in place of an API key. */
  hashKey(key: string): string;
  /** 256 bits as 43 base64url characters, derived from decision and recipient, so that a retry sends the same link. */
  linkToken(decisionId: string, recipient: string): string;
  /** The hash that is stored in place of a link's token. */
  hashToken(token: string): string;
  seal(text: string): Uint8Array<ArrayBuffer>;
  open(sealed: Uint8Array): string;
  /** Signs audit checkpoints. */
  readonly auditSigner: Signer;
}

const NONCE = 12;
const TAG = 16;

export function createSecrets(secret: string): Secrets {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'handover', purpose, 32));
  const keys = { api: derive('api-key'), link: derive('link-token'), seal: derive('seal') };
  return {
    hashKey: (key) => createHmac('sha256', keys.api).update(key).digest('hex'),
    linkToken: (decisionId, recipient) =>
      createHmac('sha256', keys.link).update(`${decisionId}\n${recipient.toLowerCase()}`).digest('base64url'),
    hashToken: (token) => createHash('sha256').update(token).digest('hex'),
    seal: (text) => seal(keys.seal, text),
    open: (sealed) => open(keys.seal, sealed),
    auditSigner: createSigner(derive('audit-checkpoint')),
  };
}

/** Encrypts with AES-256-GCM. The result is nonce, tag, text. */
function seal(key: Buffer, text: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

function open(key: Buffer, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
