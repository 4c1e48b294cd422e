import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { type Attachment, downloadNameOf } from '../domain/files';
import type { Storage } from '../platform/storage';

/** For content that others made: browsers must not guess another type, keep a copy, or run anything in it. */
const FOREIGN = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
} as const;

/** Sends a file as a download: it is never shown in the browser. */
export async function sendFile(response: Response, storage: Storage, file: Attachment): Promise<void> {
  const bytes = await storage.open(file.id);
  response.attachment(downloadNameOf(file));
  response.set({ ...FOREIGN, 'Content-Type': file.type, 'Content-Length': String(file.size) });
  await pipeline(bytes, response).catch((error: unknown) => {
    if (!response.destroyed) throw error; // otherwise the client has hung up
  });
}

/** Sends an image for one of our own pages. */
export function sendImage(
  response: Response,
  { type, bytes }: { readonly type: string; readonly bytes: Buffer },
): void {
  response.set({ ...FOREIGN, 'Content-Type': type }).send(bytes);
}
