/** Runs one SQL statement in the caller's transaction and returns its rows. */
export interface Queryable {
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}
