import type { DatabaseTransaction } from '@kervan/messaging';

/**
 * Takes or prolongs a lease, by the clock of the database, as part of a transaction.
 *
 * @returns whether the caller holds it until then; false while another owner's time runs.
 */
export async function holdLease(
  db: DatabaseTransaction,
  name: string,
  owner: string,
  forSeconds: number,
): Promise<boolean> {
  const held = await db.query(
    `INSERT INTO lease (name, owner, epoch, until) VALUES ($1, $2, 1, now() + make_interval(secs => $3))
     ON CONFLICT (name) DO UPDATE
       SET owner = excluded.owner, until = excluded.until,
           epoch = lease.epoch + CASE WHEN lease.owner = excluded.owner THEN 0 ELSE 1 END
       WHERE lease.owner = excluded.owner OR lease.until < now()
     RETURNING epoch`,
    [name, owner, forSeconds],
  );
  return held.length > 0;
}
