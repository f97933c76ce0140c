import { randomUUID } from 'node:crypto';
import type { Queryable } from '../transaction/output-statements.js';

/**
 * The right to do what only one may do at a time, by the clock of the database.
 *
 * Hold it in the transaction that does the work: until that has ended nobody else gets it, whatever the clocks say.
 * Between transactions it is kept for its time, so that the work stays with one process.
 */
export class Lease {
  private readonly owner = randomUUID();

  constructor(
    readonly name: string,
    private readonly lastsMs: number,
  ) {}

  /** Takes or prolongs it. @returns false while another owner's time runs. */
  async hold(db: Queryable): Promise<boolean> {
    const held = await db.query(
      `INSERT INTO lease (name, owner, epoch, until)
       VALUES ($1, $2, 1, now() + $3::float8 * interval '1 millisecond')
       ON CONFLICT (name) DO UPDATE
         SET owner = excluded.owner, until = excluded.until,
             epoch = lease.epoch + CASE WHEN lease.owner = excluded.owner THEN 0 ELSE 1 END
         WHERE lease.owner = excluded.owner OR lease.until <= now()
       RETURNING epoch`,
      [this.name, this.owner, this.lastsMs],
    );
    return held.length > 0;
  }

  /** Ends it before its time, if it is held. */
  async giveBack(db: Queryable): Promise<void> {
    await db.query('UPDATE lease SET owner = NULL, until = now() WHERE name = $1 AND owner = $2', [this.name, this.owner]);
  }
}
