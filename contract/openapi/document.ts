import { type ErrorCode, STATUS_OF_CODE } from '../errors';
import { attachmentOperations } from './attachments';
import { auditOperations } from './audit';
import { decisionOperations } from './decisions';
import { keyOperations } from './keys';
import type { Body, Operation, Reply } from './operation';
import { pageOperations } from './pages';
import { policyOperations } from './policy';
import { recordOperations } from './record';
import { createSchemas, type JsonSchema, type Schemas } from './schemas';
import { serviceOperations } from './service';
import { error } from './shapes';
import { slackOperations } from './slack';
import { slackEvents } from './slack-events';

/** Everything the API does, by resource. */
export const RESOURCES = {
  Decisions: [...decisionOperations, ...recordOperations],
  Files: attachmentOperations,
  Keys: keyOperations,
  Policy: policyOperations,
  Audit: auditOperations,
  Slack: [...slackOperations, slackEvents],
  Pages: pageOperations,
  Service: serviceOperations,
} as const satisfies Record<string, readonly Operation[]>;

type Described = JsonSchema;

/** What any route may answer, and what any with a key, a query or a body. */
const ALWAYS: readonly ErrorCode[] = ['INTERNAL', 'UNAVAILABLE'];
const WITH_KEY: readonly ErrorCode[] = ['UNAUTHORIZED', 'INVALID_KEY', 'FORBIDDEN', 'RATE_LIMIT'];
const WITH_BODY: readonly ErrorCode[] = ['VALIDATION_ERROR', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const WITH_IDEMPOTENCY: readonly ErrorCode[] = ['IDEMPOTENCY_IN_FLIGHT', 'IDEMPOTENCY_MISMATCH'];

/** The OpenAPI 3.1 document of the API at this address. Every schema in it is one that requests are parsed with, or replies checked against. */
export function openApiDocument({ url, version }: { readonly url: string; readonly version: string }): Described {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, Described>> = {};
  for (const [tag, operations] of Object.entries(RESOURCES))
    for (const operation of operations)
      paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, tag, schemas) };
  schemas.of(error, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Handover',
      version,
      summary: "A human's yes or no in front of what an AI agent is about to do.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    tags: Object.keys(RESOURCES).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: `ho_live_…`' } },
      schemas: schemas.components,
    },
  };
}

function describe(operation: Operation, tag: string, schemas: Schemas): Described {
  const { id, summary, description, scope, body } = operation;
  const needs = scope === null || scope === 'any' ? '' : `Needs the scope \`${scope}\`.`;
  const text = [description, needs].filter(Boolean).join(' ');
  const parameters = [...pathParameters(operation), ...queryParameters(operation, schemas), ...headers(operation)];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(text ? { description: text } : {}),
    ...(scope === null ? {} : { security: [{ key: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: requestBody(body, schemas) } : {}),
    responses: responses(operation, schemas),
  };
}

function pathParameters({ path }: Operation): readonly Described[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: parameterSchema(name),
  }));
}

function parameterSchema(name = ''): JsonSchema {
  if (name === 'version' || name === 'number') return { type: 'integer', minimum: 1 };
  return { type: 'string', ...(name.endsWith('id') ? { format: 'uuid' } : {}) };
}

function queryParameters({ query }: Operation, schemas: Schemas): readonly Described[] {
  if (!query) return [];
  const { properties, required = [] } = schemas.of(query, 'input') as { properties: object; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }));
}

function headers({ method, scope }: Operation): readonly Described[] {
  if (method !== 'post' || scope === null) return [];
  return [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 255 } }];
}

function requestBody({ json, form }: Body, schemas: Schemas): Described {
  return {
    content: {
      ...(json ? { 'application/json': { schema: schemas.of(json, 'input') } } : {}),
      ...(form ? { 'multipart/form-data': { schema: schemas.of(form, 'input') } } : {}),
    },
  };
}

function responses(operation: Operation, schemas: Schemas): Described {
  const shown = Object.entries(operation.replies).map(([status, reply]) => [status, response(reply, schemas)] as const);
  const codes = errorsOf(operation);
  const statuses = [...new Set(codes.map((code) => STATUS_OF_CODE[code]))].filter(
    (status) => !(status in operation.replies),
  );
  const refused = statuses.map(
    (status) => [status, refusal(codes.filter((code) => STATUS_OF_CODE[code] === status))] as const,
  );
  return Object.fromEntries([...shown, ...refused]);
}

/** Every code that an operation may answer with. */
function errorsOf({ method, scope, query, body, path, errors = [] }: Operation): readonly ErrorCode[] {
  const codes = [
    ...errors,
    ...(scope === null ? [] : WITH_KEY),
    ...(query || body || path.includes('{') ? (['VALIDATION_ERROR'] as const) : []),
    ...(body ? WITH_BODY : []),
    ...(scope !== null && method === 'post' ? WITH_IDEMPOTENCY : []),
    ...ALWAYS,
  ];
  return [...new Set(codes)];
}

function response({ means, json, types = [] }: Reply, schemas: Schemas): Described {
  const content = json
    ? { 'application/json': { schema: schemas.of(json, 'output') } }
    : Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));
  return { description: means, ...(Object.keys(content).length > 0 ? { content } : {}) };
}

/** Of all errors the one shape, with the codes that this status can mean here. */
function refusal(codes: readonly ErrorCode[]): Described {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { code: { enum: codes } } }],
  };
  return { description: codes.map((code) => `\`${code}\``).join(', '), content: { 'application/json': { schema } } };
}
