import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do what only one may do at a time, and until when; the database's clock decides. */
export class CreateLease1700000000003 implements MigrationInterface {
  readonly name = 'CreateLease1700000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE lease (
        name text NOT NULL,
        owner text,
        epoch bigint NOT NULL DEFAULT 0,
        until timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_lease PRIMARY KEY (name)
      ) WITH (fillfactor = 25)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE lease');
  }
}
