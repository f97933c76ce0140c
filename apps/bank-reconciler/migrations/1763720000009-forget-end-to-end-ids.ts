import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of an EndToEndId, which is the payer's own text, a digest stays when the payer is forgotten: a later line with the same id is
 * still found. Lines that a former release has forgotten otherwise lose it by and by.
 */
export class ForgetEndToEndIds1763720000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_line ADD COLUMN end_to_end_digest bytea');
    await runner.query(`COMMENT ON COLUMN bank_line.end_to_end_digest IS 'SHA-256 of end_to_end_id, in its place once the payer is forgotten'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_line DROP COLUMN end_to_end_digest');
  }
}
