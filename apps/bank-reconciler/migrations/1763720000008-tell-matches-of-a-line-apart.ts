import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets a line be matched more than once, one match after another. While `uq_payment_match_line` is there, none is; the
 * release that drops it, behind a unique index on line and turn, may match money anew whose order was taken back.
 */
export class TellMatchesOfALineApart1763720000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_match ADD COLUMN turn integer NOT NULL DEFAULT 1');
    await runner.query(`COMMENT ON COLUMN payment_match.turn IS 'Of the matches of one line the last one stands'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_match DROP COLUMN turn');
  }
}
