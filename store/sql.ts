import type { Pool, PoolClient, QueryResultRow } from 'pg';

/** Runs one SQL statement, its values as parameters, and returns its rows with the columns' own names. */
export type Sql = <Row extends object = Record<string, unknown>>(
  text: TemplateStringsArray,
  ...values: readonly unknown[]
) => Promise<Row[]>;

/** Statements on a pool, each by itself, or on the one connection of a transaction. */
export function sqlOn(connection: Pool | PoolClient): Sql {
  return async <Row extends object>(text: TemplateStringsArray, ...values: readonly unknown[]) => {
    const statement = text.reduce((before, part, index) => `${before}$${index}${part}`);
    return (await connection.query<Row>(statement, [...values])).rows;
  };
}

/** Runs a statement that each connection prepares once, under this name. */
export type Prepared = <Row extends QueryResultRow>(
  name: string,
  text: string,
  values: readonly unknown[],
) => Promise<Row[]>;

export function preparedOn(connection: Pool | PoolClient): Prepared {
  return async <Row extends QueryResultRow>(name: string, text: string, values: readonly unknown[]) =>
    (await connection.query<Row>({ name, text, values: [...values] })).rows;
}

/** Runs statements that succeed or fail together, in the isolation level READ COMMITTED. */
export function transactionOn(pool: Pool) {
  return async <T>(work: (sql: Sql, prepared: Prepared) => Promise<T>): Promise<T> => {
    const connection = await pool.connect();
    let broken = false;
    const lost = () => {
      broken = true; // between two statements; without a listener the process would end
    };
    connection.on('error', lost);
    try {
      await connection.query('BEGIN');
      const result = await work(sqlOn(connection), preparedOn(connection));
      await connection.query('COMMIT');
      return result;
    } catch (error) {
      await connection.query('ROLLBACK').catch(lost);
      throw error;
    } finally {
      connection.off('error', lost);
      connection.release(broken);
    }
  };
}
