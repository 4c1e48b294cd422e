import { z } from 'zod';

export type JsonSchema = { readonly [key: string]: unknown };

/** Turns zod schemas into JSON Schema for one document. */
export interface Schemas {
  /** The schema; where it has a name (`.meta({ id })`), a reference to it among the components. */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  /** All named ones so far. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

const PLACE = '#/components/schemas/';

export function createSchemas(): Schemas {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    of: (schema, io) => {
      const { $defs = {}, ...whole } = toJsonSchema(schema, io);
      Object.assign(components, $defs);
      return whole;
    },
  };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema, ...whole } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      delete jsonSchema.id; // its name is its place
      if (jsonSchema.format) delete jsonSchema.pattern; // a format that has a name says enough
    },
  });
  return JSON.parse(JSON.stringify(whole).replaceAll('"#/$defs/', `"${PLACE}`)) as JsonSchema & {
    $defs?: Record<string, JsonSchema>;
  };
}
