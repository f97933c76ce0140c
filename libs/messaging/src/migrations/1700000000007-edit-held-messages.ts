import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What held messages were before a person edited them, and how often they came back after a redrive. */
export class EditHeldMessages1700000000007 implements MigrationInterface {
  readonly name = 'EditHeldMessages1700000000007';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE held_message
        ADD COLUMN edited boolean NOT NULL DEFAULT false,
        ADD COLUMN original_value bytea,
        ADD COLUMN redriven_cause text,
        ADD COLUMN returns integer NOT NULL DEFAULT 0`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE held_message DROP COLUMN returns, DROP COLUMN redriven_cause, DROP COLUMN original_value, DROP COLUMN edited`);
  }
}
