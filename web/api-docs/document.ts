/** The OpenAPI document, as far as its page shows it. */
export interface ApiDocument {
  readonly info: { readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  /** By path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  /** By event and method. */
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export type JsonSchema = { readonly [key: string]: unknown };

/** An operation, or an event that is sent to a receiver. */
export interface Described {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Reply>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface Reply {
  readonly description: string;
  readonly content?: Content;
}

export type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** An operation with its place: `POST /decisions`, or the name of an event. */
export interface Placed extends Described {
  readonly method: string;
  readonly place: string;
}

/** Everything with this tag, in the order of the document. */
export function operationsOf({ paths, webhooks }: ApiDocument, tag: string): readonly Placed[] {
  return [...Object.entries(paths), ...Object.entries(webhooks)]
    .flatMap(([place, methods]) => Object.entries(methods).map(([method, one]) => ({ ...one, method, place })))
    .filter(({ tags }) => tags.includes(tag));
}
