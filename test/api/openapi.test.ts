import { Validator } from '@seriousme/openapi-schema-validator';
import type { Express } from 'express';
import { createApp } from '../../api/app';
import type { ApiContext } from '../../api/context';
import { RESOURCES } from '../../contract/openapi/document';
import { createMetrics } from '../../platform/metrics';
import { type Harness, startHarness } from '../support/harness';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
});
afterAll(() => handover?.stop());

const operations = Object.values(RESOURCES).flat();

test('the document is valid OpenAPI 3.1, and served without a key', async () => {
  const { status, body } = await handover.call('GET', '/openapi.json', undefined, { authorization: '' });
  expect(status).toBe(200);
  expect(await new Validator().validate(body)).toMatchObject({ valid: true });
  expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: handover.url }] });
});

test('every route is documented, and every documented route is there', () => {
  const settings = { config: {}, limits: {}, publicUrl: handover.url };
  const context = { ...settings, log: {}, metrics: createMetrics() } as unknown as ApiContext;
  const documented = operations.map(({ method, path }) => `${method} ${path}`);
  expect(routesOf(createApp(context)).sort()).toEqual(documented.sort());
});

test('every operation says which scope it needs, and no key gets in without it', async () => {
  for (const { method, path, scope } of operations.filter((operation) => operation.scope !== null)) {
    const url = path.replace(/\{version\}/, '1').replace(/\{\w+\}/g, '01995d2e-7a41-7c3e-9f10-2b8d6e4a5c77');
    const { status, body } = await handover.call(method.toUpperCase(), url, undefined, { authorization: 'Basic abc' });
    expect([method, path, scope, status, body.code]).toEqual([method, path, scope, 401, 'UNAUTHORIZED']);
  }
});

test('the document can be read as a page, which names every operation', async () => {
  const { status, body } = await handover.call('GET', '/docs');
  expect(status).toBe(200);
  for (const { id, summary } of operations) {
    expect(body).toContain(`id="${id}"`);
    expect(body).toContain(summary);
  }
});

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
