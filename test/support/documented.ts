import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../api/openapi';
import { RESOURCES } from '../../api/operations';

interface Described {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const document: Document = JSON.parse(
  JSON.stringify(openApiDocument(RESOURCES, { url: 'http://localhost', version: '0' })).replaceAll(
    '#/components/schemas/',
    '',
  ),
);
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(schema, name);
const validators = new Map<string, ValidateFunction>();

export interface Answered {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

/** The operation that a request is for, as the OpenAPI document has it; null where it has none. */
export function operationFor(method: string, path: string): Described | null {
  const wanted = path.split('?')[0] ?? '';
  const template = Object.keys(document.paths).find((one) => matcher(one).test(wanted));
  return (template && document.paths[template]?.[method.toLowerCase()]) || null;
}

/** Throws if a reply is not as the OpenAPI document says: status, content type, every field. */
export function expectDocumented({ method, path, status, contentType, body }: Answered): void {
  const operation = operationFor(method, path);
  if (!operation) {
    if (status === 404 || status === 405) return;
    throw new Error(`${method} ${path} answers ${status} and is not documented`);
  }
  const reply = operation.responses[String(status)];
  if (!reply)
    throw new Error(`${operation.operationId} answered ${status}, which is not documented: ${JSON.stringify(body)}`);
  const type = contentType?.split(';')[0] ?? '';
  const types = Object.keys(reply.content ?? {});
  if (types.includes('*/*') || (types.length === 0 && !body)) return;
  if (!types.includes(type))
    throw new Error(`${operation.operationId} ${status} is of type ${type}, not ${types.join(' or ')}`);
  if (type !== 'application/json') return;
  const validate = validatorOf(operation, status);
  if (!validate(body))
    throw new Error(
      `${operation.operationId} ${status} is not as documented: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`,
    );
}

function validatorOf(operation: Described, status: number): ValidateFunction {
  const name = `${operation.operationId} ${status}`;
  const schema = operation.responses[status]?.content?.['application/json']?.schema ?? {};
  const validate = validators.get(name) ?? ajv.compile(schema);
  validators.set(name, validate);
  return validate;
}

const matcher = (template: string): RegExp => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}/?$`);
