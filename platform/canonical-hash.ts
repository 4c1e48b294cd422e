import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The SHA-256, in hex, of a value in canonical JSON (RFC 8785). */
export const canonicalHash = (value: object): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
