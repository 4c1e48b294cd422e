import { createKey } from '../../accounts/bootstrap';
import type { Api } from '../../api/start';
import { newId } from '../../platform/ids';
import { createSecrets } from '../../platform/secrets';
import { type ApiClient, apiClient } from './api-client';
import type { Harness } from './harness';

/** A workspace with one key, which nobody has counted yet. */
export interface Tenant {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly apiKey: string;
  /** Its agent, at one of the APIs. */
  at(api: Pick<Api, 'port'>): ApiClient;
}

export async function newTenant({ db, config }: Harness): Promise<Tenant> {
  const workspaceId = newId();
  const members = { create: { id: newId(), email: 'owner@company.com' } };
  await db.workspace.create({ data: { id: workspaceId, name: 'company.com', members } });
  const { id: keyId, apiKey } = await createKey(db, createSecrets(config.HANDOVER_SECRET), workspaceId, 'agent');
  return { workspaceId, keyId, apiKey, at: ({ port }) => apiClient(`http://127.0.0.1:${port}`, apiKey) };
}
