import { isUnreachable, openDb } from '../../store/db';
import { cloneDatabase } from '../support/database';
import { until } from '../support/until';

let databaseUrl: string;
let db: ReturnType<typeof openDb>;
beforeAll(async () => {
  databaseUrl = await cloneDatabase();
  db = openDb(databaseUrl, { connections: 2 });
});
afterAll(() => db?.$disconnect());

test('what throws in the middle of a transaction leaves nothing behind, and its connection is used again', async () => {
  for (let time = 0; time < 3; time += 1) {
    const failing = db.begin(async (sql) => {
      await sql`INSERT INTO workspaces (id, name) VALUES (gen_random_uuid(), 'half done')`;
      throw new Error('and then it failed');
    });
    await expect(failing).rejects.toThrow('and then it failed');
  }
  expect(await db.workspace.count({ where: { name: 'half done' } })).toBe(0);
});

test('a connection lost between two statements fails its transaction, and neither the process nor the next one', async () => {
  const lost = db.begin(async (sql) => {
    const [mine] = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
    await db.sql`SELECT pg_terminate_backend(${mine?.pid})`;
    await until('the connection is gone', async () => {
      const [left] = await db.sql`SELECT pid FROM pg_stat_activity WHERE pid = ${mine?.pid}`;
      return !left;
    });
    await sql`SELECT 1`;
  });
  const error = await lost.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(isUnreachable(error)).toBe(true);
  expect(await db.sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

test('values are parameters, whatever stands in them', async () => {
  const text = `'; DROP TABLE workspaces; -- $1`;
  expect(await db.sql`SELECT ${text}::text AS text, ${[1, 2]}::int[] AS numbers, ${null}::text AS none`).toEqual([
    { text, numbers: [1, 2], none: null },
  ]);
});
