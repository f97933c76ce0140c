import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which lines still say who paid, so that it can be forgotten in time. */
export class ForgetPayers1763720000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_line ADD COLUMN payer_forgotten boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE INDEX ix_bank_line_payer ON bank_line (booking_date) WHERE NOT payer_forgotten AND state <> 'undecided'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_line DROP COLUMN payer_forgotten');
  }
}
