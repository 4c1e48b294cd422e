import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../embedded/postgres';
import { OWNER } from '../embedded/postgres/roles';
import { makeScratchFolder } from '../embedded/scratch-folder';
import { packageRoot } from '../platform/package-root';
import { withSchemaEngine } from './schema-engine';

const SCHEMA = path.join(packageRoot, 'prisma/schema.prisma');
const MIGRATIONS = path.join(packageRoot, 'prisma/migrations');
/** The schema that the migrations lead to, kept next to them: a new migration is the difference from it. */
const REACHED = path.join(MIGRATIONS, 'schema.prisma');
/** Until the first release there is one migration for all tables, which is generated again each time. */
const FIRST = '20261126000000_first';

/** `npm run migration -- <name>`: writes the SQL that leads from the last migration to schema.prisma. */
async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z0-9_]+$/.test(name))
    throw new Error('Name the migration in lower case with underscores: npm run migration -- add_quotas');
  const isFirst = name === 'first';
  const from = isFirst ? { tag: 'empty' } : schema(REACHED);
  const sql = await withEmptyDatabase((databaseUrl) => difference(databaseUrl, from));
  if (sql.includes('This is an empty migration')) return console.log('The migrations already lead to schema.prisma.');

  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const file = path.join(MIGRATIONS, isFirst ? FIRST : `${stamp}_${name}`, 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, sql);
  copyFileSync(SCHEMA, REACHED);
  console.log(
    `${path.relative(packageRoot, file)}: review it, add statements that move data, commit it with both schemas.`,
  );
}

const schema = (file: string) => ({
  tag: 'schemaDatamodel',
  files: [{ path: file, content: readFileSync(file, 'utf8') }],
});

/** The SQL that leads from one schema to schema.prisma. The engine asks the database only for its version. */
function difference(databaseUrl: string, from: object): Promise<string> {
  return withSchemaEngine(databaseUrl, readFileSync(SCHEMA, 'utf8'), async (engine) => {
    const filters = { externalTables: [], externalEnums: [] };
    const { stdout } = await engine.diff({
      ...{ from, to: schema(SCHEMA), filters },
      ...{ script: true, shadowDatabaseUrl: null, exitCode: null },
    });
    return stdout;
  });
}

async function withEmptyDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const folder = makeScratchFolder('migration');
  const postgres = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    logFile: path.join(folder, 'postgres.log'),
    settings: { fsync: 'off' },
  });
  try {
    return await work(postgres.url('handover', OWNER));
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
