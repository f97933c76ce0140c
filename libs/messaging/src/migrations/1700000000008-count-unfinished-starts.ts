import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which messages were started by a process that ended before them. */
export class CountUnfinishedStarts1700000000008 implements MigrationInterface {
  readonly name = 'CountUnfinishedStarts1700000000008';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE consumer_progress
        ADD COLUMN alone_offset bigint,
        ADD COLUMN alone_starts integer NOT NULL DEFAULT 0,
        ADD COLUMN starter uuid`);
    await db.query(`
      ALTER TABLE held_message
        ADD COLUMN unfinished_starts integer NOT NULL DEFAULT 0,
        ADD COLUMN starter uuid`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE held_message DROP COLUMN starter, DROP COLUMN unfinished_starts');
    await db.query('ALTER TABLE consumer_progress DROP COLUMN starter, DROP COLUMN alone_starts, DROP COLUMN alone_offset');
  }
}
