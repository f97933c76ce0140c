import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What persons did and why, each entry chained to the one before by its hash. */
export class CreateAudit1700000000005 implements MigrationInterface {
  static readonly appendOnly = ['audit_entry'];
  readonly name = 'CreateAudit1700000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE audit_entry (
        seq bigint NOT NULL,
        at timestamptz NOT NULL,
        act text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        actor text NOT NULL,
        reason text,
        detail json NOT NULL,
        previous_hash char(64) NOT NULL,
        hash char(64) NOT NULL,
        CONSTRAINT pk_audit_entry PRIMARY KEY (seq),
        CONSTRAINT uq_audit_entry_previous UNIQUE (previous_hash)
      )`);
    await db.query('CREATE INDEX ix_audit_entry_subject ON audit_entry (subject_kind, subject_id, seq)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE audit_entry');
  }
}
