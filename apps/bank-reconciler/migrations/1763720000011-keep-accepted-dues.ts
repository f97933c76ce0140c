import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a difference that a person has accepted it is kept for which amount, so that an order that is amended back to it is paid. */
export class KeepAcceptedDues1763720000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_act ADD COLUMN accepted_due_minor bigint');
    await runner.query(`
      COMMENT ON COLUMN bank_act.accepted_due_minor IS
      'What was due, in the currency of the line, where the order counts as paid by it whatever its amount; else null'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_act DROP COLUMN accepted_due_minor');
  }
}
