import type { DatabaseTransaction } from '@kervan/messaging';
import { OrderState, statusColumns } from './order-state.js';

/** What of an ingress table is listed. */
export interface ListedOrders {
  readonly table: string;
  /** The columns beside those of the state, as in a SELECT. */
  readonly columns: string;
  /** By column the values that are wanted; what is left out does not matter. */
  readonly wanted: Readonly<Record<string, string | undefined>>;
  /** Where the page before ended: `state_since` and `id`. */
  readonly after: readonly [string, string] | undefined;
  readonly limit: number;
}

/**
 * A page of an ingress table, those first that have been longest in their state.
 *
 * The text names the filters that are given and no others, so that its plan can rely on an index of theirs. Nearly all orders
 * that were ever taken have completed: the index of states leaves them out, and who asks for another state says so.
 */
export function listOrders<T>(
  db: DatabaseTransaction,
  { table, columns, wanted, after, limit }: ListedOrders,
): Promise<T[]> {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const values: unknown[] = given.map(([, value]) => value);
  const conditions = given.map(([column], index) => `${column} = $${index + 1}`);
  if (wanted.state !== undefined && wanted.state !== OrderState.completed) {
    conditions.push(`state <> '${OrderState.completed}'`);
  }
  if (after) conditions.push(`(state_since, id) > ($${values.push(after[0])}, $${values.push(after[1])})`);
  return db.query<T>(
    `SELECT ${statusColumns}, ${columns} FROM ${table} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY state_since, id LIMIT $${values.push(limit)}`,
    values,
  );
}
