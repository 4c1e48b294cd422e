import { Validator } from '@seriousme/openapi-schema-validator';
import type { Express } from 'express';
import { createApp } from '../../api/app';
import type { ApiContext } from '../../api/context';
import { OPERATIONS } from '../../api/operations';
import { ERRORS } from '../../contract/errors';
import { EVENTS } from '../../contract/events';
import { createMetrics } from '../../platform/metrics';
import { type Harness, startHarness } from '../support/harness';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
});
afterAll(() => handover?.stop());

const document = async () => (await handover.call('GET', '/openapi.json')).body;

test('the document is valid OpenAPI 3.1, and served without a key', async () => {
  const { status, body } = await handover.call('GET', '/openapi.json', undefined, { authorization: '' });
  expect(status).toBe(200);
  expect(await new Validator().validate(body)).toMatchObject({ valid: true });
  expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: handover.url }] });
});

test('every route is documented, and every documented route is there', () => {
  const settings = { config: {}, limits: {}, publicUrl: handover.url };
  const context = { ...settings, log: {}, metrics: createMetrics() } as unknown as ApiContext;
  const documented = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(routesOf(createApp(context)).sort()).toEqual(documented.sort());
});

test('every operation has an id of its own and a summary that begins with a verb', () => {
  expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  for (const { summary } of OPERATIONS) expect(summary).toMatch(VERB);
});

test('every operation says which scope it needs, and no key gets in without it', async () => {
  for (const { method, path, scope } of OPERATIONS.filter((operation) => operation.scope)) {
    const { status, body } = await handover.call(method.toUpperCase(), urlOf(path), undefined, NO_KEY);
    expect([method, path, scope, status, body.code]).toEqual([method, path, scope, 401, 'UNAUTHORIZED']);
  }
});

test('nothing that needs a key may be cached, refusals included', async () => {
  for (const { method, path } of OPERATIONS.filter((operation) => operation.scope && operation.method === 'get'))
    for (const headers of [{}, NO_KEY]) {
      const reply = await handover.call(method.toUpperCase(), urlOf(path), undefined, headers);
      expect([path, reply.headers.get('cache-control')]).toEqual([path, expect.stringMatching(/(^|, )no-store$/)]);
    }
});

test('every other method is refused, and Allow lists those that are documented', async () => {
  for (const path of new Set(OPERATIONS.filter(({ path }) => path !== '/slack/events').map(({ path }) => path))) {
    const documented = OPERATIONS.filter((operation) => operation.path === path).map(({ method }) =>
      method.toUpperCase(),
    );
    const { status, headers } = await handover.call('OPTIONS', urlOf(path));
    expect([path, status, headers.get('allow')?.split(', ').sort()]).toEqual([path, 405, documented.sort()]);
  }
});

test('every error code is in the catalogue that the document shows, with its status', async () => {
  const { components, paths } = await document();
  expect(components.schemas.Error.properties.code.enum).toEqual(Object.keys(ERRORS));
  const responses = paths['/decisions/{id}/cancel'].post.responses;
  expect(responses[409].description).toContain('`ALREADY_RESOLVED`');
  expect(responses[404].content['application/json'].schema.allOf[1].properties.code.enum).toEqual(['NOT_FOUND']);
});

test('every event that is sent to a callback is a webhook of the document', async () => {
  const { webhooks, components } = await document();
  expect(Object.keys(webhooks)).toEqual([...EVENTS]);
  for (const event of EVENTS) {
    const { $ref } = webhooks[event].post.requestBody.content['application/json'].schema;
    expect(components.schemas[$ref.split('/').at(-1)].properties.event).toMatchObject({ const: event });
  }
});

test('the document can be read as a page, which names every operation and every event', async () => {
  const { status, body } = await handover.call('GET', '/docs');
  expect(status).toBe(200);
  for (const { id, summary } of OPERATIONS) {
    expect(body).toContain(`id="${id}"`);
    expect(body).toContain(summary);
  }
  for (const event of EVENTS) expect(body).toContain(event);
});

const VERB =
  /^(Create|List|Get|Resolve|Cancel|Extend|Add|Reassign|Remind|Download|Redeliver|Update|Revoke|Rotate|Replace|Restore|Simulate|Export|Verify|Install|Complete|Receive|Show|Submit|Check) /;

const NO_KEY = { authorization: 'Basic abc' };

const urlOf = (path: string): string =>
  path.replace('{version}', '1').replace(/\{\w+\}/g, '01995d2e-7a41-7c3e-9f10-2b8d6e4a5c77');

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Every method of every route that Express has, as the document writes them. */
function routesOf(app: Express): string[] {
  const within = (stack: readonly Layer[]): string[] =>
    stack.flatMap(({ route, handle }) => {
      if (!route) return within(handle.stack ?? []);
      const methods = Object.keys(route.methods).filter((method) => method !== '_all');
      return methods.map((method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
    });
  return within((app as unknown as { router: { stack: Layer[] } }).router.stack);
}
