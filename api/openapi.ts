import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { ERRORS, type ErrorCode } from '../contract/errors';
import { errorReply } from '../contract/replies/error';
import type { BodySpec, Operation, ResponseSpec } from './operation';
import { WEBHOOKS, webhookSchemas } from './webhooks';

export type OpenApiDocument = ReturnType<typeof createDocument>;
type Responses = ZodOpenApiOperationObject['responses'];
type Parameters = NonNullable<ZodOpenApiOperationObject['parameters']>;

/**
 * The OpenAPI 3.1 document of the API at this address, its operations grouped by tag. Its schemas are the ones that
 * requests are parsed with and that replies satisfy by type.
 */
export function openApiDocument(
  resources: Readonly<Record<string, readonly Operation[]>>,
  { url, version }: { readonly url: string; readonly version: string },
): OpenApiDocument {
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Handover',
      version,
      description: 'People approve what AI agents are about to do.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    tags: [...Object.keys(resources), 'Events'].map((name) => ({ name })),
    paths: pathsOf(resources),
    webhooks: WEBHOOKS,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: `ho_live_…`' } },
      schemas: { Error: errorReply, ...webhookSchemas(OPTIONS) },
    },
  };
  return createDocument(document, OPTIONS);
}

/** A format says enough: the patterns behind it are only for checking. */
const OPTIONS: CreateDocumentOptions = {
  override: ({ jsonSchema }) => {
    if (jsonSchema.format) delete jsonSchema.pattern;
  },
};

function pathsOf(resources: Readonly<Record<string, readonly Operation[]>>): NonNullable<ZodOpenApiObject['paths']> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [tag, operations] of Object.entries(resources))
    for (const operation of operations)
      paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, tag) };
  return paths;
}

function describe(operation: Operation, tag: string): ZodOpenApiOperationObject {
  const { id, summary, scope, query, body } = operation;
  const description = descriptionOf(operation);
  const parameters = [...pathParameters(operation), ...headers(operation)];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(scope ? { security: [{ key: scope === 'any' ? [] : [scope] }] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(query ? { requestParams: { query } } : {}),
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses: responsesOf(operation),
  };
}

function descriptionOf({ description, scope }: Operation): string {
  const required = scope && scope !== 'any' ? `Requires the scope \`${scope}\`.` : '';
  return [description, required].filter(Boolean).join(' ');
}

function pathParameters({ path }: Operation): Parameters {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true },
    schema: /^(version|number)$/.test(name)
      ? { type: 'integer', minimum: 1 }
      : { type: 'string', ...(name.endsWith('id') ? { format: 'uuid' } : {}) },
  }));
}

function headers({ idempotent }: Operation): Parameters {
  if (!idempotent) return [];
  const description =
    'Repeating a request with the same key returns the first reply and does nothing. Kept for 30 days.';
  return [
    { name: 'Idempotency-Key', in: 'header', description, schema: { type: 'string', minLength: 1, maxLength: 255 } },
  ];
}

function requestBody({ json, form }: BodySpec): NonNullable<ZodOpenApiOperationObject['requestBody']> {
  return {
    required: ![json, form].some((schema) => schema?.safeParse({}).success),
    content: {
      ...(json ? { 'application/json': { schema: json } } : {}),
      ...(form ? { 'multipart/form-data': { schema: form } } : {}),
    },
  };
}

function responsesOf(operation: Operation): Responses {
  const codes = errorsOf(operation);
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  const refused = statuses
    .filter((status) => !(status in operation.responses))
    .map((status) => [status, refusal(codes.filter((code) => ERRORS[code].status === status))] as const);
  const replies = Object.entries(operation.responses).map(([status, reply]) => [status, response(reply)] as const);
  return Object.fromEntries([...replies, ...refused]);
}

/** Every code that an operation can return: its own, and those of everything it takes. */
function errorsOf({ scope, limit, query, body, path, idempotent, errors = [] }: Operation): readonly ErrorCode[] {
  const codes: readonly ErrorCode[] = [
    ...errors,
    ...(scope ? (['UNAUTHORIZED', 'INVALID_KEY'] as const) : []),
    ...(scope && scope !== 'any' ? (['FORBIDDEN'] as const) : []),
    ...(query || body || path.includes('{') ? (['VALIDATION_ERROR'] as const) : []),
    ...(body ? (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(idempotent ? (['IDEMPOTENCY_IN_FLIGHT', 'IDEMPOTENCY_MISMATCH'] as const) : []),
    ...(limit ? (['RATE_LIMIT'] as const) : []),
    ...(['INTERNAL', 'UNAVAILABLE'] as const),
  ];
  return [...new Set(codes)];
}

function response({ description, schema, types = [] }: ResponseSpec): ZodOpenApiResponseObject {
  if (schema) return { description, content: { 'application/json': { schema } } };
  if (types.length === 0) return { description };
  return { description, content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }])) };
}

/** Every error has the same shape; this status can have these codes. */
function refusal(codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  const shape = { allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { code: { enum: [...codes] } } }] };
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].when}`).join(' '),
    content: { 'application/json': { schema: shape } },
  };
}
