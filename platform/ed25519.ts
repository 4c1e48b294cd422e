import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** An Ed25519 key. Anyone with its public half can verify its signatures. */
export interface Signer {
  /** SubjectPublicKeyInfo (RFC 8410) in base64, which OpenSSL and other libraries accept. */
  readonly publicKey: string;
  /** 64 bytes in base64. */
  sign(text: string): string;
}

/** The bytes before the 32 bytes of the key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Derives the key from 32 bytes; the same bytes always give the same key. */
export function createSigner(seed: Buffer): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return {
    publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}

/** Whether this public key verifies the signature of the text. The key must be trusted and well-formed. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
