import getPort from 'get-port';
import { type Postgres, startPostgres } from '../../embedded/postgres';
import { OWNER } from '../../embedded/postgres/roles';
import { migrate } from '../../store/migrate';
import { type ApiReply, QUICK_START } from '../support/api-client';
import { booksBalance } from '../support/books';
import { type ApiProcess, openSandbox, type Product, prepareProduct, type Sandbox } from '../support/processes';
import { until } from '../support/until';
import { inFlight } from './in-flight';
import { AMPLE } from './waits';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let port: number;
let postgres: Postgres;
let product: Product;
let api: ApiProcess;
beforeAll(async () => {
  sandbox = openSandbox();
  port = await getPort(); // not a usual one, which another server may take meanwhile
  postgres = await start();
  await migrate(postgres.url('handover', OWNER), postgres.url());
  product = await prepareProduct({ sandbox, databaseUrl: postgres.url() });
  [api] = await Promise.all([product.startApi(), product.startWorker()]);
});
afterAll(async () => {
  await product?.stop();
  await postgres?.stop('immediate');
  await sandbox?.close();
});

test('PostgreSQL may crash in the middle of answers: what was acknowledged stands, the rest can be done again', async () => {
  const callback_url = product.receiver.url;
  const ask = () => api.call('POST', '/decisions', { ...QUICK_START, callback_url });
  const approve = (id: string) => api.answer(id, { action: 'approve' });
  const asked = await inFlight(4, Array.from({ length: 40 }), () => api.ask({ callback_url }));
  const replies: { id: string; reply: ApiReply }[] = [];
  const load = inFlight(16, asked, async (id) => {
    const [reply, created] = await Promise.all([approve(id), ask()]);
    replies.push({ id, reply });
    return created;
  });
  await until('the load is under way', () => replies.length >= 10, AMPLE);
  await postgres.stop('immediate');
  await until('callers are turned away', () => replies.some(({ reply }) => reply.status === 503), AMPLE);
  const meanwhile = await api.call('GET', '/decisions');
  expect(meanwhile.status).toBe(503);
  postgres = await start();
  const created = await load;
  expectDoneOrUnavailable([...replies.map(({ reply }) => reply), ...created, meanwhile]);

  const again = replies.filter(({ reply }) => reply.status === 503).map(({ id }) => id);
  const late = created.filter(({ status }) => status === 201).map(idIn);
  const second = await inFlight(16, [...again, ...late], approve);
  for (const { status, body } of second)
    expect([200, 'ALREADY_RESOLVED approved']).toContain(status === 409 ? `${body.code} ${body.status}` : status);
  await booksBalance(product, ...asked, ...late);
});

const idIn = ({ body }: ApiReply): string => body.id;

function expectDoneOrUnavailable(replies: readonly ApiReply[]): void {
  for (const { status, body, headers } of replies.filter((reply) => reply.status >= 300)) {
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'UNAVAILABLE' });
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
  }
}

function start(): Promise<Postgres> {
  const files = { dataDir: sandbox.file('postgres'), logFile: sandbox.file('postgres.log') };
  return startPostgres({ ...files, port, record: sandbox.record });
}
