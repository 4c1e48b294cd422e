import { type ApiClient, apiClient } from './api-client';
import type { Harness } from './harness';

/** A key as its making shows it. */
export interface NewKey {
  readonly id: string;
  readonly key: string;
  readonly webhook_secret: string;
}

/** Makes a key over the API, and a client that uses it. */
export async function newKey(
  handover: Harness,
  settings: Record<string, unknown> = {},
): Promise<{ made: NewKey; client: ApiClient }> {
  const { status, body } = await handover.call('POST', '/auth/api-keys', settings);
  if (status !== 201) throw new Error(`the key was refused with ${status}: ${JSON.stringify(body)}`);
  return { made: body, client: apiClient(handover.url, body.key) };
}
