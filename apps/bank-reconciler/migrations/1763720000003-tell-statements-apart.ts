import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Statements of an account that is kept in several currencies are told apart by their currency, and those without an
 * electronic number by their legal one.
 */
export class TellStatementsApart1763720000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE bank_statement ADD COLUMN currency char(3) NOT NULL DEFAULT ''`);
    await runner.query(
      `UPDATE bank_statement SET currency = balances->0->>'currency' WHERE json_array_length(balances) > 0`,
    );
    await runner.query('ALTER TABLE bank_statement ALTER COLUMN currency DROP DEFAULT');
    await runner.query(`
      COMMENT ON COLUMN bank_statement.currency IS
      'Of the account, else of the first balance or entry; blank where the statement tells none'`);
    await runner.query('DROP INDEX uq_bank_statement_id, uq_bank_statement_number');
    await runner.query(`
      CREATE UNIQUE INDEX uq_bank_statement_id
      ON bank_statement (account, currency, statement_id, statement_date, page) WHERE state <> 'duplicate'`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_bank_statement_number
      ON bank_statement (account, currency, coalesce(electronic_number, legal_number), statement_date, page)
      WHERE state <> 'duplicate'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_statement DROP COLUMN currency');
    await runner.query(`
      CREATE UNIQUE INDEX uq_bank_statement_id ON bank_statement (account, statement_id, statement_date, page)
      WHERE state <> 'duplicate'`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_bank_statement_number
      ON bank_statement (account, electronic_number, statement_date, page) WHERE state <> 'duplicate'`);
  }
}
