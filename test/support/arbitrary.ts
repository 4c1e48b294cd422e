import fc from 'fast-check';
import { HOSTILE } from './hostile-text';

type Schema = { readonly [key: string]: unknown };

const DISTURBING = HOSTILE.map(([, text]) => text);

/** Whatever JSON can hold, texts that disturb among it. */
export const anyJson = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...DISTURBING, '', ' ', 1e308, -1, 0, null, [], {}, '__proto__') },
);

/** Objects as this JSON Schema has them; rules that it cannot say may be broken. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  const { anyOf, oneOf, type } = schema as { anyOf?: Schema[]; oneOf?: Schema[]; type?: string | string[] };
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (anyOf ?? oneOf) return fc.oneof(...(anyOf ?? oneOf ?? []).map(fromSchema));
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => fromSchema({ ...schema, type: one })));
  switch (type) {
    case 'object':
      return objects(schema);
    case 'array':
      return fc.array(fromSchema((schema.items ?? {}) as Schema), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(5, Number(schema.maxItems ?? 5)),
      });
    case 'string':
      return texts(schema);
    case 'number':
    case 'integer':
      return numbers(schema, type);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return anyJson;
  }
}

/** The same with something wrong: a field of another kind, one that is not known, or no object at all. */
export function mutated(schema: Schema): fc.Arbitrary<unknown> {
  const names = Object.keys((schema.properties ?? {}) as object);
  const name = fc.oneof(fc.constantFrom('nonsense', '__proto__', ...names), fc.string({ maxLength: 20 }));
  const changed = fc
    .tuple(fromSchema(schema), name, anyJson)
    .map(([body, field, value]) => ({ ...(body as object), ...Object.fromEntries([[field, value]]) }));
  return fc.oneof({ weight: 4, arbitrary: changed }, { weight: 1, arbitrary: anyJson });
}

function objects(schema: Schema): fc.Arbitrary<unknown> {
  const { properties, required = [] } = schema as { properties?: Record<string, Schema>; required?: string[] };
  if (!properties) return fc.dictionary(fc.string({ maxLength: 20 }), anyJson, { maxKeys: 4 });
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, fromSchema(field)]));
  return fc.record(fields, { requiredKeys: required.filter((name) => name in properties) });
}

function texts({ format, maxLength = 300 }: Schema): fc.Arbitrary<string> {
  switch (format) {
    case 'email':
      return fc.constantFrom('sarah@company.com', 'Ben@Company.com');
    case 'uri':
      return fc.constantFrom('http://127.0.0.1:9/hook', 'https://company.example/picture.png');
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((at) => at.toISOString());
    case 'uuid':
      return fc.uuid();
    default:
      return fc
        .oneof(fc.constantFrom(...DISTURBING), fc.string({ minLength: 1, unit: 'binary' }))
        .map((text) => text.slice(0, Number(maxLength)));
  }
}

function numbers(
  { minimum = -1_000, exclusiveMinimum, maximum = 1_000_000 }: Schema,
  type: string,
): fc.Arbitrary<number> {
  const min = Math.max(Number(exclusiveMinimum ?? minimum), -1e9);
  const max = Math.min(Number(maximum), 1e9);
  return type === 'integer' ? fc.integer({ min: Math.ceil(min), max }) : fc.double({ min, max, noNaN: true });
}
