import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Acts of a person on a set of things that was frozen when he asked for it, one after another at a pace. */
export class CreateBatches1700000000006 implements MigrationInterface {
  readonly name = 'CreateBatches1700000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE operator_batch (
        id uuid NOT NULL,
        kind text NOT NULL,
        act text NOT NULL,
        actor text NOT NULL,
        reason text NOT NULL,
        filter json NOT NULL,
        options json NOT NULL,
        per_second integer NOT NULL,
        total integer NOT NULL,
        state text NOT NULL,
        due_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CONSTRAINT pk_operator_batch PRIMARY KEY (id),
        CONSTRAINT ck_operator_batch_state CHECK (state IN ('running', 'cancelled', 'done')),
        CONSTRAINT ck_operator_batch_pace CHECK (per_second > 0)
      )`);
    await db.query(`CREATE INDEX ix_operator_batch_due ON operator_batch (due_at) WHERE state = 'running'`);
    await db.query('CREATE INDEX ix_operator_batch_list ON operator_batch (kind, created_at, id)');
    await db.query(`
      CREATE TABLE operator_batch_item (
        batch_id uuid NOT NULL,
        position integer NOT NULL,
        subject_id text NOT NULL,
        state text NOT NULL DEFAULT 'waiting',
        code text,
        acted_at timestamptz,
        CONSTRAINT pk_operator_batch_item PRIMARY KEY (batch_id, position),
        CONSTRAINT fk_operator_batch_item_batch FOREIGN KEY (batch_id) REFERENCES operator_batch (id) ON DELETE CASCADE,
        CONSTRAINT ck_operator_batch_item_state CHECK (state IN ('waiting', 'done', 'skipped'))
      )`);
    await db.query(`
      CREATE INDEX ix_operator_batch_item_waiting ON operator_batch_item (batch_id, position) WHERE state = 'waiting'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE operator_batch_item, operator_batch');
  }
}
