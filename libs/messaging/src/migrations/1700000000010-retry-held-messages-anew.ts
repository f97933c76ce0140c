import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a held message that a person let run again is tried. */
export class RetryHeldMessagesAnew1700000000010 implements MigrationInterface {
  readonly name = 'RetryHeldMessagesAnew1700000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE held_message ADD COLUMN retry_since timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE held_message DROP COLUMN retry_since');
  }
}
