import { RESOURCES } from '../../contract/openapi/document';
import type { JsonSchema } from '../../contract/openapi/schemas';
import { Brand, pageOf } from '../page';
import { Fields, Type } from './fields';
import { typeInWords } from './words';

/** An operation as the document has it. */
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}
interface Response {
  readonly description: string;
  readonly content?: Content;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** The OpenAPI document, as it is generated. */
export interface ApiDocument {
  readonly info: { readonly version: string; readonly summary: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** The OpenAPI document to read: every operation by resource, then the shapes that replies share. */
export function apiDocsPage({ info, paths, components }: ApiDocument): string {
  return pageOf({
    title: 'API',
    skip: { to: 'main', text: 'Skip to the operations' },
    children: (
      <>
        <header class="top">
          <Brand />
          <p class="top-who">
            API <b>{info.version}</b>
          </p>
        </header>
        <main class="work api" id="main">
          <div class="work-head">
            <h1>API</h1>
            <p>
              {info.summary} For programs: <a href="/openapi.json">openapi.json</a>.
            </p>
          </div>
          <Contents />
          {Object.entries(RESOURCES).map(([resource, operations]) => (
            <section class="part" aria-labelledby={resource}>
              <h2 id={resource}>{resource}</h2>
              {operations.map(({ method, path }) => {
                const described = paths[path]?.[method];
                return described && <Operation method={method} path={path} {...described} />;
              })}
            </section>
          ))}
          <section class="part" aria-labelledby="shapes">
            <h2 id="shapes">Shapes</h2>
            {Object.entries(components.schemas).map(([name, schema]) => (
              <section class="api-operation" id={name} aria-label={name}>
                <Fields title={name} schema={schema} />
              </section>
            ))}
          </section>
        </main>
      </>
    ),
  });
}

function Contents() {
  return (
    <nav aria-label="Operations" class="api-contents">
      {Object.entries(RESOURCES).map(([resource, operations]) => (
        <div>
          <b>{resource}</b>
          <ul>
            {operations.map(({ id, summary }) => (
              <li>
                <a href={`#${id}`}>{summary}</a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Operation({
  method,
  path,
  operationId,
  summary,
  description,
  parameters = [],
  requestBody,
  responses,
}: Described & { readonly method: string; readonly path: string }) {
  const asked = parameters.filter((parameter) => parameter.in !== 'path');
  return (
    <section class="api-operation" id={operationId} aria-labelledby={`${operationId}-title`}>
      <h3 id={`${operationId}-title`}>{summary}</h3>
      <p>
        <code>
          <b>{method.toUpperCase()}</b> {path}
        </code>
      </p>
      {description && <p class="quiet">{description.replaceAll('`', '')}</p>}
      <Fields
        title="Parameters"
        schema={{ properties: Object.fromEntries(asked.map(({ name, schema }) => [name, schema])) }}
      />
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => (
        <Fields title={`Body, ${type}`} schema={schema} />
      ))}
      <Replies responses={responses} />
    </section>
  );
}

function Replies({ responses }: Pick<Described, 'responses'>) {
  return (
    <table class="data">
      <caption>Replies</caption>
      <tbody>
        {Object.entries(responses).map(([status, { description, content }]) => (
          <tr>
            <th scope="row">{status}</th>
            <td>
              {description.replaceAll('`', '')} {status < '400' && <Shape content={content} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The shape of a reply, where it has a name. */
function Shape({ content = {} }: { readonly content?: Content | undefined }) {
  const schema = content['application/json']?.schema;
  if (!schema) return <>{Object.keys(content).join(', ')}</>;
  const { data } = (schema.properties ?? {}) as { data?: JsonSchema };
  const type = typeInWords(data ?? schema);
  return type.shape === null ? null : <Type {...type} />;
}
