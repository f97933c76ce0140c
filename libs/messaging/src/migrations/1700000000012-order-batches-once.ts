import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what the same order of a batch is known when it is sent again. */
export class OrderBatchesOnce1700000000012 implements MigrationInterface {
  readonly name = 'OrderBatchesOnce1700000000012';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE operator_batch ADD COLUMN order_hash char(64)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE operator_batch DROP COLUMN order_hash');
  }
}
