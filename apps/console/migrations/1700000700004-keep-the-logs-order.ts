import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells where an order stands is shown in the order of its log, whatever the clocks say. */
export class KeepTheLogsOrder1700000700004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE timeline_entry ADD COLUMN log_offset bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE timeline_entry DROP COLUMN log_offset');
  }
}
