/** Runs one SQL statement and returns its rows: a transaction, or a pool by {@link queryable}. */
export interface Queryable {
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/** A pool, as far as statements that commit by themselves need it. */
export interface StatementPool {
  query(sql: string, params?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** Runs statements on connections of a pool, each in a transaction of its own. */
export function queryable(pool: StatementPool): Queryable {
  return {
    query: async <R>(sql: string, params: readonly unknown[] = []) => (await pool.query(sql, [...params])).rows as R[],
  };
}
