import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a person gave up a transmission that nobody knew the outcome of: the integrator may have what was sent. */
export class NoteWhenGivenUp1763700300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice ADD COLUMN given_up_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice DROP COLUMN given_up_at');
  }
}
