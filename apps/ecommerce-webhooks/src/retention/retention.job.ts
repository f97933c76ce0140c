import { type DatabaseTransaction, type SingletonJob, SingletonJobs } from '@kervan/messaging';
import { Injectable, Logger } from '@nestjs/common';

const EVERY_MS = 10 * 60_000;
const AT_ONCE = 1_000;

/** How long a delivery's id is remembered; shops send again for hours, not for weeks. */
export const DELIVERY_DAYS = 30;

/**
 * Lets go of what has been kept long enough: deliveries after 30 days, the bodies of quarantined ones that nobody has
 * decided about after the days of the setting.
 *
 * What an order has come to is kept for ever, so that a delivery older than its entry still does nothing twice. A body
 * that is let go undecided is an order that may be lost: it is logged as an error and stays in the list as expired.
 */
@Injectable()
export class RetentionJob {
  private readonly logger = new Logger(RetentionJob.name);
  private readonly jobs: readonly SingletonJob[];

  constructor(jobs: SingletonJobs, quarantineDays: number) {
    this.jobs = [
      jobs.add({ name: 'forget-deliveries', everyMs: EVERY_MS, step: forgetDeliveries }),
      jobs.add({
        name: 'expire-quarantined',
        everyMs: EVERY_MS,
        step: (db) => expireQuarantined(db, quarantineDays),
        committed: (count) => this.logger.error({ msg: 'quarantined deliveries expired undecided', count }),
      }),
    ];
  }

  /** Looks once, out of turn. Never throws. */
  async look(): Promise<void> {
    for (const job of this.jobs) await job.round();
  }
}

async function forgetDeliveries(db: DatabaseTransaction): Promise<number> {
  const forgotten = await db.query(
    `DELETE FROM webhook_delivery WHERE id IN (
       SELECT id FROM webhook_delivery WHERE received_at < now() - make_interval(days => $1)
       ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [DELIVERY_DAYS, AT_ONCE],
  );
  return forgotten.length;
}

async function expireQuarantined(db: DatabaseTransaction, days: number): Promise<number> {
  const expired = await db.query(
    `WITH expired AS (
       UPDATE quarantined_delivery SET state = 'expired', resolved_at = now(), body = NULL
       WHERE id IN (SELECT id FROM quarantined_delivery
                    WHERE state = 'open' AND received_at < now() - make_interval(days => $1)
                    ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id),
     told AS (
       UPDATE webhook_delivery SET outcome = 'discarded' FROM expired WHERE quarantine_id = expired.id)
     INSERT INTO quarantine_act (quarantine_id, act, actor, reason, outcome)
     SELECT id, 'expire', 'retention', 'nobody decided within ' || $1 || ' days', 'discarded' FROM expired
     RETURNING id`,
    [days, AT_ONCE],
  );
  return expired.length;
}
