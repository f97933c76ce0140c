import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  ix_audit_entry_order_id: `audit_entry (((detail -> 'orderId')::text))`,
  ix_audit_entry_order_key: `audit_entry (((detail -> 'orderKey')::text))`,
};

/**
 * What was done about an order is found without reading the log back to it; what was done to the order itself, by the index that is
 * there, which Postgres reads once a kind. Built while acts are recorded; may be run again from the start.
 *
 * Entries that name no order are in both indexes, at a few bytes each: Postgres takes no statistics from a partial index, and would
 * have parallel workers look for one order.
 */
export class FindActsOfAnOrder1700000000014 implements MigrationInterface {
  readonly name = 'FindActsOfAnOrder1700000000014';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) await buildIndex(db, name, columns);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX ${Object.keys(INDEXES).join()}`);
  }
}
