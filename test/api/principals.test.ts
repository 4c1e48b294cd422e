import type { ApiClient } from '../support/api-client';
import { formOf, PDF } from '../support/files';
import { type Harness, startHarness } from '../support/harness';
import { newKey } from '../support/keys';
import { until } from '../support/until';
import { send } from '../support/uploads';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const WRITER = { scopes: ['decisions:read', 'decisions:write'] };
const cancel = ({ call }: ApiClient, id: string) => call('POST', `/decisions/${id}/cancel`, {});

describe('a key that is revoked while it waits', () => {
  test('does not get what it waited for', async () => {
    const { made, client } = await newKey(handover, WRITER);
    const id = await handover.ask();
    const waiting = client.call('GET', `/decisions/${id}?wait=2`);
    await until('the request has been let in', async () => {
      const key = await handover.db.apiKey.findUnique({ where: { id: made.id } });
      return key?.lastUsedAt != null;
    });
    await handover.call('DELETE', `/auth/api-keys/${made.id}`);
    const { status, body } = await waiting;
    expect([status, body.code]).toEqual([401, 'INVALID_KEY']);
  });
});

describe('a key without the scope admin', () => {
  test("reads another key's decisions, but changes none of them", async () => {
    const { client, made } = await newKey(handover, WRITER);
    const id = await handover.ask();
    expect((await client.get(id)).id).toBe(id);
    const attach = () => {
      const form = formOf([{ name: 'a.pdf', bytes: PDF }]);
      return send(
        { url: handover.url, key: { ...handover.key, apiKey: made.key } },
        `/decisions/${id}/attachments`,
        form,
      );
    };
    for (const change of [() => cancel(client, id), attach]) {
      const { status, body } = await change();
      expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    }
    expect(await handover.get(id)).toMatchObject({ status: 'pending', attachments: [] });
  });

  test('changes its own decisions, and those of keys it was rotated from or into', async () => {
    const { client, made } = await newKey(handover, WRITER);
    const { body: successor } = await handover.call('POST', `/auth/api-keys/${made.id}/rotate`);
    const authorization = `Bearer ${successor.key}`;
    const [own, older] = [await client.ask(), await client.ask()];
    expect((await cancel(client, own)).body).toMatchObject({ status: 'denied', cancelled: true });
    const { status } = await handover.call('POST', `/decisions/${older}/cancel`, {}, { authorization });
    expect(status).toBe(200);
  });
});

test('a key with the scope admin changes every decision of its workspace', async () => {
  const { client } = await newKey(handover, WRITER);
  expect((await cancel(handover, await client.ask())).status).toBe(200);
});
