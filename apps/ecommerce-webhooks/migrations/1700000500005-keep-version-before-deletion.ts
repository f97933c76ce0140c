import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A deletion does not tell when the shop deleted the order: what was changed before it came may have taken it back. */
export class KeepVersionBeforeDeletion1700000500005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shop_order ADD COLUMN version_before_deletion bigint');
    await runner.query(`
      COMMENT ON COLUMN shop_order.version_before_deletion IS
      'Where version is that of a deletion, which is the time at which it came: the newest that was known before, 0 where nothing was; else null, and where an earlier release took the deletion'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shop_order DROP COLUMN version_before_deletion');
  }
}
