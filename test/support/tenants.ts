import { createKey } from '../../accounts/first-start';
import { type Api, startApi } from '../../api/start';
import type { Config } from '../../platform/config';
import { newId } from '../../platform/ids';
import { createLogger } from '../../platform/log';
import { createVault } from '../../platform/vault';
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
  const { id: keyId, apiKey } = await createKey(db, createVault(config.HANDOVER_SECRET), workspaceId, 'agent');
  return { workspaceId, keyId, apiKey, at: ({ port }) => apiClient(`http://127.0.0.1:${port}`, apiKey) };
}

/** One more API on the harness's servers, as another process has it, with settings of its own. */
export function anotherApi({ config }: Harness, over: Partial<Config> = {}): Promise<Api> {
  return startApi({ ...config, PORT: 0, METRICS_PORT: 0, ...over }, createLogger('silent', 'test'));
}
