import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is due is what order-orchestrator says last, once it has said anything; until then what the order's record says. */
export class FollowTheSagasWord1763720000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE receivable ADD COLUMN told_by_saga boolean NOT NULL DEFAULT false');
    await runner.query(`
      COMMENT ON COLUMN receivable.told_by_saga IS
      'Whether order-orchestrator has said what is due: no record of the order counts any more; without version: nothing is'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE receivable DROP COLUMN told_by_saga');
  }
}
