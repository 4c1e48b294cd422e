import { createKey } from '../../accounts/bootstrap';
import type { Api } from '../../api/start';
import { newId } from '../../platform/ids';
import { createSecrets } from '../../platform/secrets';
import { createWorkspace } from '../../store/workspaces';
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
  const secrets = createSecrets(config.HANDOVER_SECRET);
  const workspace = { signer: secrets.auditSigner, name: 'company.com', at: new Date() };
  const workspaceId = await db.begin((sql) => createWorkspace(sql, workspace));
  await db.member.create({ data: { id: newId(), workspaceId, email: 'owner@company.com' } });
  const { id: keyId, apiKey } = await createKey(db, secrets, workspaceId, 'agent');
  return { workspaceId, keyId, apiKey, at: ({ port }) => apiClient(`http://127.0.0.1:${port}`, apiKey) };
}
