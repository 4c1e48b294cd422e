import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { Pool } from 'pg';

/** What is used of Prisma's schema engine. */
interface SchemaEngine {
  diff(input: unknown): Promise<{ stdout: string }>;
}

/**
 * Runs `work` with Prisma's own schema engine, compiled to WebAssembly: no binary to download. `schema` is the text of
 * schema.prisma. Its connections are closed at the end.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const glue = await import(path.join(folder, 'schema_engine_bg.js'));
  const wasm = await WebAssembly.instantiate(await readFile(path.join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(wasm.instance.exports);
  (wasm.instance.exports.__wbindgen_start as () => void)();
  const pool = new Pool({ connectionString: databaseUrl });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    return await work(
      await glue.SchemaEngine.new({ datamodels: [['prisma/schema.prisma', schema]] }, () => undefined, adapter),
    );
  } finally {
    await pool.end();
  }
}
