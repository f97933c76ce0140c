import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An order may be matched with several lines, each of them a part of its own: one that was amended after it was paid, with the
 * rest. Releases that know nothing of it write part 1, and so match an order at most once, as before.
 *
 * The index is built while matches are recorded; may be run again from the start.
 */
export class MatchOrdersInParts1763720000013 implements MigrationInterface {
  /** It admits all that it did, and further parts. */
  static readonly widens = ['uq_payment_match_order'];
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_match ADD COLUMN IF NOT EXISTS part integer NOT NULL DEFAULT 1');
    await runner.query(`
      COMMENT ON COLUMN payment_match.part IS 'Which of the lines it is that pay the order, from 1: no two are the same'`);
    await buildIndex(runner, 'uq_payment_match_part', 'payment_match (order_id, part)', 'UNIQUE INDEX');
    await runner.query(`
      ALTER TABLE payment_match DROP CONSTRAINT uq_payment_match_order,
        ADD CONSTRAINT uq_payment_match_order UNIQUE USING INDEX uq_payment_match_part`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_match DROP CONSTRAINT uq_payment_match_order');
    await runner.query('ALTER TABLE payment_match DROP COLUMN part, ADD CONSTRAINT uq_payment_match_order UNIQUE (order_id)');
  }
}
