import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A fuller copy stands beside the statement that it adds to, and of each statement it is known whether it goes on where
 * the one before it ended.
 *
 * In one transaction, so that no second statement of an id or number slips in between the indexes: a table of
 * statements is small, unlike that of their lines.
 */
export class FollowStatements1763720000007 implements MigrationInterface {
  /** They admit all that they did, and what adds to another. */
  static readonly widens = ['uq_bank_statement_id', 'uq_bank_statement_number'];

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bank_statement ADD COLUMN adds_to uuid, ADD COLUMN content_hash bytea,
        ADD COLUMN movement_minor bigint, ADD COLUMN gap jsonb, ADD COLUMN gap_since timestamptz(3)`);
    await runner.query(`
      COMMENT ON COLUMN bank_statement.adds_to IS
      'The statement in effect of which this is a fuller copy: its lines are those that came with it'`);
    await runner.query(`
      COMMENT ON COLUMN bank_statement.movement_minor IS
      'Sum of the booked entries that came with it, in its currency; null in those taken before it was kept'`);
    await runner.query(`
      COMMENT ON COLUMN bank_statement.gap IS
      'How its opening balance differs from where the statement before it ended; null while it goes on there'`);
    await makeUnique(runner, `state <> 'duplicate' AND adds_to IS NULL`);
    await runner.query(`
      CREATE INDEX ix_bank_statement_day ON bank_statement (account, currency, statement_date)
      WHERE state <> 'duplicate'`);
    await runner.query(
      'CREATE INDEX ix_bank_statement_adds_to ON bank_statement (adds_to) WHERE adds_to IS NOT NULL',
    );
    await runner.query('CREATE INDEX ix_bank_statement_gap ON bank_statement (gap_since) WHERE gap_since IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await makeUnique(runner, `state <> 'duplicate'`);
    await runner.query('DROP INDEX ix_bank_statement_day');
    await runner.query(`
      ALTER TABLE bank_statement DROP COLUMN adds_to, DROP COLUMN content_hash, DROP COLUMN movement_minor,
        DROP COLUMN gap, DROP COLUMN gap_since`);
  }
}

async function makeUnique(runner: QueryRunner, where: string): Promise<void> {
  await runner.query('DROP INDEX uq_bank_statement_id, uq_bank_statement_number');
  await runner.query(`
    CREATE UNIQUE INDEX uq_bank_statement_id
    ON bank_statement (account, currency, statement_id, statement_date, page) WHERE ${where}`);
  await runner.query(`
    CREATE UNIQUE INDEX uq_bank_statement_number
    ON bank_statement (account, currency, coalesce(electronic_number, legal_number), statement_date, page)
    WHERE ${where}`);
}
