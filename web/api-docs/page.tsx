import { Brand, pageOf } from '../page';
import { type ApiDocument, type Content, type Described, operationsOf, type Placed } from './document';
import { Fields, Type } from './fields';
import { typeInWords } from './words';

/** The OpenAPI document as a page: every operation by resource, the events, then the shapes that replies share. */
export function apiDocsPage(document: ApiDocument): string {
  const { info, tags, components } = document;
  return pageOf({
    title: 'API reference',
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
            <h1>API reference</h1>
            <p>
              {info.description} For programs: <a href="/openapi.json">openapi.json</a>.
            </p>
          </div>
          <Contents document={document} />
          {tags.map(({ name }) => (
            <section class="part" aria-labelledby={anchorOf(name)}>
              <h2 id={anchorOf(name)}>{name}</h2>
              {operationsOf(document, name).map((operation) => (
                <Operation {...operation} />
              ))}
            </section>
          ))}
          <section class="part" aria-labelledby="schemas">
            <h2 id="schemas">Schemas</h2>
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

const anchorOf = (tag: string): string => tag.replaceAll(' ', '-');

function Contents({ document }: { readonly document: ApiDocument }) {
  return (
    <nav aria-label="Operations" class="api-contents">
      {document.tags.map(({ name }) => (
        <div>
          <b>{name}</b>
          <ul>
            {operationsOf(document, name).map(({ operationId, summary }) => (
              <li>
                <a href={`#${operationId}`}>{summary}</a>
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
  place,
  operationId,
  summary,
  description,
  parameters = [],
  requestBody,
  responses,
}: Placed) {
  return (
    <section class="api-operation" id={operationId} aria-labelledby={`${operationId}-title`}>
      <h3 id={`${operationId}-title`}>{summary}</h3>
      <p>
        <code>
          <b>{method.toUpperCase()}</b> {place.startsWith('/') ? place : 'callback_url'}
        </code>
      </p>
      {description && <p class="quiet">{description.replaceAll('`', '')}</p>}
      <Fields title="Parameters" schema={asObject(parameters.filter((parameter) => parameter.in !== 'path'))} />
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
        schema.$ref ? <BodyShape schema={schema} /> : <Fields title={`Body, ${type}`} schema={schema} />,
      )}
      <Replies responses={responses} />
    </section>
  );
}

/** Parameters as the fields of an object. */
function asObject(parameters: NonNullable<Described['parameters']>) {
  return {
    properties: Object.fromEntries(
      parameters.map(({ name, description, schema }) => [name, { ...(description ? { description } : {}), ...schema }]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

function BodyShape({ schema }: Content[string]) {
  return (
    <p>
      Body: <Type {...typeInWords(schema)} />
    </p>
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

/** The schema of a reply, if it has a name. */
function Shape({ content = {} }: { readonly content?: Content | undefined }) {
  const schema = content['application/json']?.schema;
  if (!schema) return <>{Object.keys(content).join(', ')}</>;
  const { data } = (schema.properties ?? {}) as { data?: Content[string]['schema'] };
  const type = typeInWords(data ?? schema);
  return type.shape === null ? null : <Type {...type} />;
}
