import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { type FileShown, fileIdOf } from '../domain/files';
import type { Storage } from '../platform/storage';

/** What others made: no browser may take it for anything but what we say it is, keep it, or run what is in it. */
const FOREIGN = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
} as const;

/** Sends a file to be saved, never to be shown. */
export async function sendFile(response: Response, storage: Storage, file: FileShown): Promise<void> {
  const bytes = await storage.open(fileIdOf(file));
  response.attachment(file.name);
  response.set({ ...FOREIGN, 'Content-Type': file.type, 'Content-Length': String(file.size) });
  await pipeline(bytes, response).catch((error: unknown) => {
    if (!response.destroyed) throw error; // else whoever asked hung up
  });
}

/** Sends an image to be drawn on a page of ours. */
export function sendImage(
  response: Response,
  { type, bytes }: { readonly type: string; readonly bytes: Buffer },
): void {
  response.set({ ...FOREIGN, 'Content-Type': type }).send(bytes);
}
