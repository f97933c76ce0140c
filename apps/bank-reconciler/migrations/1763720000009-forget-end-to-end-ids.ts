import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of an EndToEndId, which is the payer's own text, a digest stays when the payer is forgotten: a later line with the same id is
 * still found. Lines that a former release has forgotten otherwise lose it by and by.
 */
export class ForgetEndToEndIds1763720000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bank_line ADD COLUMN end_to_end_digest bytea');
    await runner.query(`COMMENT ON COLUMN bank_line.end_to_end_digest IS 'SHA-256 of end_to_end_id, in its place once the payer is forgotten'`);
    await runner.query(`
      CREATE INDEX ix_bank_line_end_to_end_digest ON bank_line (account, end_to_end_digest)
      WHERE end_to_end_digest IS NOT NULL`);
    await runner.query(`
      CREATE INDEX ix_bank_line_forgotten ON bank_line (id) WHERE payer_forgotten AND end_to_end_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_bank_line_forgotten');
    await runner.query('ALTER TABLE bank_line DROP COLUMN end_to_end_digest');
  }
}
