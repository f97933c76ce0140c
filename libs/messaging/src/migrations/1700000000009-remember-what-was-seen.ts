import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each thing of a batch stood when the batch was ordered. */
export class RememberWhatWasSeen1700000000009 implements MigrationInterface {
  readonly name = 'RememberWhatWasSeen1700000000009';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE operator_batch_item ADD COLUMN seen json');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE operator_batch_item DROP COLUMN seen');
  }
}
