import fc from 'fast-check';
import { RESOURCES } from '../../contract/openapi/document';
import type { Operation } from '../../contract/openapi/operation';
import { createSchemas } from '../../contract/openapi/schemas';
import type { ApiReply } from '../support/api-client';
import { fromSchema, mutated } from '../support/arbitrary';
import { type Harness, startHarness } from '../support/harness';

/** The same requests in every run: another number asks others. */
const SEED = 20_261_122;

let handover: Harness;
let decision: string;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  handover = await startHarness();
  decision = await handover.ask();
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await handover?.stop();
});

const operations = Object.values(RESOURCES)
  .flat()
  .filter(({ scope }) => scope !== null);
const named = (filter: (operation: Operation) => unknown): [string, Operation][] =>
  operations.filter(filter).map((operation) => [operation.id, operation]);
const schemaOf = (schema: Parameters<ReturnType<typeof createSchemas>['of']>[0]) => createSchemas().of(schema, 'input');

test.each(named(({ body }) => body?.json))(
  '%s takes or refuses any body, and names what is wrong',
  async (_, operation) => {
    const schema = schemaOf(operation.body?.json as never);
    const body = fc.oneof(fromSchema(schema), mutated(schema));
    await fc.assert(
      fc.asyncProperty(body, paths(operation), async (sent, path) => {
        const reply = await handover.call(operation.method.toUpperCase(), path, sent ?? null);
        expectHonest(reply, sent);
      }),
      { numRuns: 60, seed: SEED },
    );
    expect(unhandled).toEqual([]);
  },
);

test.each(named(({ method }) => method === 'get'))(
  '%s takes or refuses any query, and names what is wrong',
  async (_, operation) => {
    const query = operation.query ? mutated(schemaOf(operation.query)) : fc.constant({});
    await fc.assert(
      fc.asyncProperty(query, paths(operation), async (sent, path) => {
        const reply = await handover.call('GET', `${path}?${asQuery(sent)}`);
        expectHonest(reply, sent);
      }),
      { numRuns: 25, seed: SEED },
    );
    expect(unhandled).toEqual([]);
  },
);

/** What the server said is never its own fault, and where a field is at fault it says which. */
function expectHonest({ status, body }: ApiReply, sent: unknown): void {
  expect([status, body]).toEqual([expect.any(Number), expect.anything()]);
  expect(status).toBeLessThan(500);
  if (body.code !== 'VALIDATION_ERROR') return;
  expect(body.details.length).toBeGreaterThan(0);
  const fields = ['body', 'request', ...Object.keys(Object(sent))];
  for (const { path, message } of body.details) {
    const isSent = fields.some((field) => path === field || path.startsWith(`${field}.`));
    expect([path, isSent || /required|missing/.test(message)]).toEqual([path, true]);
  }
}

/** The path with an id of ours, of nobody, or none at all. */
function paths({ path }: Operation): fc.Arbitrary<string> {
  const id = fc.oneof(fc.constant(decision), fc.uuid(), fc.constantFrom('0', 'nonsense', '%00', '..%2f'));
  return id.map((value) => path.replace(/\{\w+\}/g, value));
}

/** Without `wait`, which would. */
const asQuery = (sent: unknown): string =>
  new URLSearchParams(
    Object.entries(Object(sent))
      .filter(([name]) => name !== 'wait')
      .map(([name, value]): [string, string] => [name.toWellFormed(), textOf(value).toWellFormed()]),
  ).toString();

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
