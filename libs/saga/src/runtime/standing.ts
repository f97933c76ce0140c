import type { DatabaseTransaction } from '@kervan/messaging';
import type { AnyInstance, EarlyMessage, SagaStore } from './saga-store.js';

/** How sagas stand: each of them is locked, or this transaction's turn where it does not exist. */
export interface Standing {
  readonly known: ReadonlyMap<string, AnyInstance>;
  /** What had come for those that start, in its order of coming. */
  readonly early: ReadonlyMap<string, readonly EarlyMessage[]>;
  /** The database's time at which they stand so; milliseconds since 1970. */
  readonly now: number;
}

/**
 * Reads sagas in one flight, after waiting for the turn of those that start. One that is neither there nor starts here
 * may be starting elsewhere: it is waited for and read again, so that nothing is kept for a start that has passed.
 *
 * Two that wait for each other, since each starts what the other has an input for, are ended by the database's search
 * for deadlocks: one of them is run again.
 *
 * @param ids in their order, `starting` among them.
 */
export async function readStanding(
  store: SagaStore,
  db: DatabaseTransaction,
  ids: readonly string[],
  starting: readonly string[],
): Promise<Standing> {
  const [, known, messages, now] = await Promise.all([
    store.awaitTurn(db, starting),
    store.lock(db, ids),
    store.early(db, starting),
    store.time(db),
  ]);
  const early = Map.groupBy(messages, ({ instanceId }) => instanceId);
  const here = new Set([...known.keys(), ...starting]);
  const absent = ids.filter((id) => !here.has(id));
  if (absent.length === 0) return { known, early, now };
  const [, since, later] = await Promise.all([store.awaitTurn(db, absent), store.lock(db, absent), store.time(db)]);
  return { known: new Map([...known, ...since]), early, now: later };
}
