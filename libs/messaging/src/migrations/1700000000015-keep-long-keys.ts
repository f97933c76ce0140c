import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key of a record where it is too long for the index by which messages of a key are found. */
export class KeepLongKeys1700000000015 implements MigrationInterface {
  readonly name = 'KeepLongKeys1700000000015';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE held_message ADD COLUMN long_key bytea');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE held_message DROP COLUMN long_key');
  }
}
