import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The files that could not be taken so far. */
export class CreateEdiFailingFile1700000200002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE edi_failing_file (
        id uuid NOT NULL,
        partner text NOT NULL,
        file_name text NOT NULL,
        failures integer NOT NULL DEFAULT 1,
        cause text NOT NULL,
        failing_since timestamptz(3) NOT NULL DEFAULT now(),
        last_failed_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_edi_failing_file PRIMARY KEY (id)
      )`);
    await runner.query(`COMMENT ON COLUMN edi_failing_file.id IS 'That of the claim, and of the interchange to be'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE edi_failing_file');
  }
}
