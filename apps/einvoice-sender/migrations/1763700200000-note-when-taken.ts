import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the integrator took an invoice that was refused before: what look-ups tell soon after may be that of before. */
export class NoteWhenTaken1763700200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice ADD COLUMN taken_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice DROP COLUMN taken_at');
  }
}
