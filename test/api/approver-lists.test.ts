import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { newKey } from '../support/keys';

const OWNER = 'owner@company.com';
const SARAH = 'sarah@company.com';
const BEN = 'ben@company.com';
const CLEO = 'cleo@company.com';
const DORA = 'dora@company.com';

let handover: Harness;
afterEach(() => handover?.stop());

async function onTier(HANDOVER_DEFAULT_TIER: string): Promise<void> {
  handover = await startHarness({ worker: false, env: { HANDOVER_DEFAULT_TIER } });
}
type Client = Awaited<ReturnType<typeof newKey>>['client'];
/** What asking these people comes to: 201, or the code of the refusal and its words. */
async function asking(client: Client, approver: string, backup_approver?: string): Promise<number | string> {
  const { status, body } = await client.call('POST', '/decisions', { ...QUICK_START, approver, backup_approver });
  return status === 201 ? status : `${status} ${body.code}: ${body.error}`;
}
const refusal = (whom: string) => expect.stringMatching(new RegExp(`^403 APPROVER_NOT_ALLOWED: .*${whom}`));
const set = (id: string, body: Record<string, unknown>) => handover.call('PATCH', `/auth/api-keys/${id}`, body);
const fieldsIn = ({ body }: Awaited<ReturnType<typeof set>>) => body.details?.map(({ path }: { path: string }) => path);

test.each(['self_hosted', 'enterprise'])('on %s an empty list means anyone [h.q.ent, C22]', async (tier) => {
  await onTier(tier);
  const { client } = await newKey(handover);
  expect(await asking(client, SARAH, BEN)).toBe(201);
});

test('a list holds for approver and backup alike, without case, and for its key alone [h.approverlist, C22]', async () => {
  await onTier('self_hosted');
  const { client } = await newKey(handover, { approvers: [SARAH, 'Ben@Company.com'] });
  expect(await asking(client, 'SARAH@company.com', BEN)).toBe(201);
  expect(await asking(client, CLEO)).toEqual(refusal(CLEO));
  expect(await asking(client, SARAH, CLEO)).toEqual(refusal(CLEO));
  expect(await asking((await newKey(handover)).client, CLEO)).toBe(201);
  expect(await handover.db.decision.count()).toBe(2);
});

test('a list counts for what is asked after it is set', async () => {
  await onTier('self_hosted');
  const { made, client } = await newKey(handover, { approvers: [SARAH] });
  expect(await asking(client, BEN)).toEqual(refusal(BEN));
  await set(made.id, { approvers: [BEN] });
  expect([await asking(client, BEN), await asking(client, SARAH)]).toEqual([201, refusal(SARAH)]);
});

test('on free the account holder alone can be asked, and there is no backup [h.q.free]', async () => {
  await onTier('free');
  const { made, client } = await newKey(handover);
  expect(await asking(client, OWNER.toUpperCase())).toBe(201);
  expect(await asking(client, SARAH)).toEqual(refusal(SARAH));
  expect(await asking(client, OWNER, OWNER)).toEqual(refusal('the free tier has no escalation, only pro'));
  expect(fieldsIn(await set(made.id, { approvers: [SARAH] }))).toEqual(['approvers']);
  expect(fieldsIn(await set(made.id, { backup_approver: OWNER }))).toEqual(['backup_approver']);
  expect((await set(made.id, { approvers: [OWNER] })).status).toBe(200);
});

test('on pro the account holder and one more can be asked in the whole workspace [h.q.pro]', async () => {
  await onTier('pro');
  const [one, other] = [await newKey(handover, { approvers: [OWNER, SARAH] }), await newKey(handover)];
  expect([await asking(one.client, OWNER, SARAH), await asking(one.client, BEN)]).toEqual([201, refusal(BEN)]);
  expect([await asking(other.client, OWNER), await asking(other.client, SARAH)]).toEqual([201, refusal(SARAH)]);
  expect(fieldsIn(await set(other.made.id, { approvers: [BEN] }))).toEqual(['approvers']);
  expect((await set(other.made.id, { approvers: ['Sarah@Company.com'] })).status).toBe(200);
  await handover.call('DELETE', `/auth/api-keys/${one.made.id}`);
  expect((await set(other.made.id, { approvers: [BEN] })).status).toBe(200);
});

test('of many lists set at once on pro, no more than one other address stands', async () => {
  await onTier('pro');
  const keys = await Promise.all([SARAH, BEN, CLEO, DORA].map(async (who) => ({ who, ...(await newKey(handover)) })));
  const replies = await Promise.all(keys.map(({ who, made }) => set(made.id, { approvers: [who] })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
});

test('on scale three can be asked with each key [h.q.scale]', async () => {
  await onTier('scale');
  const { made, client } = await newKey(handover, { approvers: [SARAH, BEN, CLEO] });
  const { client: other } = await newKey(handover, { approvers: [DORA] });
  expect(await asking(client, SARAH, CLEO)).toBe(201);
  expect([await asking(client, OWNER), await asking(other, DORA)]).toEqual([refusal(OWNER), 201]);
  expect(fieldsIn(await set(made.id, { approvers: [SARAH, BEN, CLEO, DORA] }))).toEqual(['approvers']);
});

test('a list of more than the tier has can ask nobody until it is shortened', async () => {
  await onTier('scale');
  const { made, client } = await newKey(handover);
  await handover.db.apiKey.update({ where: { id: made.id }, data: { approvers: [SARAH, BEN, CLEO, DORA] } });
  expect(await asking(client, SARAH)).toEqual(refusal('at most 3 for each key on the scale tier'));
  expect((await set(made.id, { name: 'another setting can be changed' })).status).toBe(200);
  await set(made.id, { approvers: [SARAH] });
  expect(await asking(client, SARAH)).toBe(201);
});

describe('the backup of a key', () => {
  const ask = async (client: Client, over: Record<string, unknown>) => {
    const { body } = await client.call('POST', '/decisions', { ...QUICK_START, ...over });
    const { backup_approver } = await client.get(body.id);
    return { backup_approver, minutes: (Date.parse(body.expires_at) - Date.parse(body.created_at)) / 60_000 };
  };

  test('is asked where a create names none, over every channel', async () => {
    await onTier('self_hosted');
    const { client } = await newKey(handover, { backup_approver: BEN });
    const webhook = { channel: 'webhook', callback_url: handover.receiver.url };
    for (const over of [{}, { backup_approver: null }, webhook])
      expect(await ask(client, over)).toEqual({ backup_approver: BEN, minutes: 60 });
    expect((await ask(client, { backup_approver: CLEO })).backup_approver).toBe(CLEO);
    expect((await ask(client, { approver: BEN.toUpperCase() })).backup_approver).toBeNull();
  });

  test('is enough for escalate_after_minutes, which needs one', async () => {
    await onTier('self_hosted');
    const { client } = await newKey(handover, { backup_approver: BEN });
    expect((await ask(client, { escalate_after_minutes: 5 })).backup_approver).toBe(BEN);
    for (const [asker, approver] of [[handover, SARAH] as const, [client, BEN] as const]) {
      const body = { ...QUICK_START, approver, escalate_after_minutes: 5 };
      const refused = await asker.call('POST', '/decisions', body);
      expect([refused.status, fieldsIn(refused)]).toEqual([400, ['escalate_after_minutes']]);
    }
  });
});
