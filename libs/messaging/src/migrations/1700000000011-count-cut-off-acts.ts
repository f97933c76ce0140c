import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often the act on a thing of a batch was cut off. */
export class CountCutOffActs1700000000011 implements MigrationInterface {
  readonly name = 'CountCutOffActs1700000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE operator_batch_item ADD COLUMN cut_offs integer NOT NULL DEFAULT 0');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE operator_batch_item DROP COLUMN cut_offs');
  }
}
