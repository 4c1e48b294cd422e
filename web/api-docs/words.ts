import type { JsonSchema } from './document';

/** A field of an object, as its row shows it. */
export interface Field {
  readonly name: string;
  readonly type: TypeInWords;
  readonly required: boolean;
  readonly description: string;
  /** The fields of its own object, unless that is a named schema. */
  readonly fields: readonly Field[];
}

/** "text, at most 2,000 characters", or the name of a schema, which the page links to. */
export interface TypeInWords {
  readonly text: string;
  readonly shape: string | null;
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  null: 'null',
};
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'time',
  uuid: 'id',
  uri: 'URL',
  email: 'e-mail address',
  binary: 'file',
};

/** The fields of an object's schema, in its order. */
export function fieldsOf(schema: JsonSchema): readonly Field[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: typeInWords(field),
    required: required.includes(name) && !('default' in field),
    description: [field.description, defaultOf(field)].filter(Boolean).join(' '),
    fields: fieldsWithin(field),
  }));
}

function fieldsWithin(schema: JsonSchema): readonly Field[] {
  const { items, anyOf } = schema as { items?: JsonSchema; anyOf?: JsonSchema[] };
  if (schema.properties) return fieldsOf(schema);
  if (items) return fieldsWithin(items);
  return anyOf?.flatMap(fieldsWithin) ?? [];
}

function defaultOf(schema: JsonSchema): string {
  const { default: value } = schema;
  return value === undefined || value === null ? '' : `Default: ${JSON.stringify(value)}.`;
}

/** The type of a value, in words. */
export function typeInWords(schema: JsonSchema): TypeInWords {
  const { $ref, type, anyOf, oneOf, items } = schema as {
    $ref?: string;
    type?: string | string[];
    anyOf?: JsonSchema[];
    oneOf?: JsonSchema[];
    items?: JsonSchema;
  };
  if ($ref) return shapeNamed($ref);
  if (anyOf) return eitherOf(anyOf.map(typeInWords));
  if (oneOf) return { text: `one of ${oneOf.map(variantOf).join(', ')}`, shape: null };
  if (schema.const !== undefined) return { text: JSON.stringify(schema.const), shape: null };
  if (Array.isArray(schema.enum)) return { text: schema.enum.join(' | '), shape: null };
  if (Array.isArray(type)) return eitherOf(type.map((one) => typeInWords({ ...schema, type: one })));
  if (type === 'array') return listOf(typeInWords(items ?? {}), schema);
  if (type === undefined) return { text: 'any JSON', shape: null };
  const name = (type === 'string' && FORMATS[String(schema.format)]) || NAMES[type] || type;
  return { text: [name, ...boundsOf(schema)].join(', '), shape: null };
}

function shapeNamed($ref: string): TypeInWords {
  const shape = $ref.slice($ref.lastIndexOf('/') + 1);
  return { text: shape, shape };
}

function eitherOf(types: readonly TypeInWords[]): TypeInWords {
  return {
    text: types.map(({ text }) => text).join(' or '),
    shape: types.find(({ shape }) => shape)?.shape ?? null,
  };
}

function listOf({ text, shape }: TypeInWords, { minItems, maxItems }: JsonSchema): TypeInWords {
  const bounds = [
    minItems === undefined ? '' : `${minItems} or more`,
    maxItems === undefined ? '' : `at most ${maxItems}`,
  ];
  return { text: [`list of ${text}`, ...bounds.filter(Boolean)].join(', '), shape };
}

function variantOf(schema: JsonSchema): string {
  const { properties = {} } = schema as { properties?: Record<string, JsonSchema> };
  return String(properties.type?.const ?? typeInWords(schema).text);
}

function boundsOf({ minimum, maximum, exclusiveMinimum, maxLength }: JsonSchema): readonly string[] {
  const number = (value: unknown) => Number(value).toLocaleString('en-US');
  return [
    exclusiveMinimum === undefined ? '' : `more than ${number(exclusiveMinimum)}`,
    minimum === undefined || Number(minimum) <= Number.MIN_SAFE_INTEGER ? '' : `${number(minimum)} or more`,
    maximum === undefined || Number(maximum) >= Number.MAX_SAFE_INTEGER ? '' : `at most ${number(maximum)}`,
    maxLength === undefined ? '' : `at most ${number(maxLength)} characters`,
  ].filter(Boolean);
}
