import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where sagas stand, what brought them there, the orders behind them, and what came before its time. */
export class CreateSagaTables1700000000101 implements MigrationInterface {
  static readonly appendOnly = ['saga_history', 'saga_order_body'];
  readonly name = 'CreateSagaTables1700000000101';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE saga_instance (
        id uuid NOT NULL,
        definition text NOT NULL,
        version integer NOT NULL,
        order_number text NOT NULL,
        step text NOT NULL,
        attempt integer NOT NULL,
        status text NOT NULL,
        direction text NOT NULL,
        deadline_at timestamptz,
        attention_code text,
        attention_detail text,
        attention_since timestamptz,
        order_revision integer NOT NULL,
        revision integer NOT NULL,
        state json NOT NULL,
        started_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_saga_instance PRIMARY KEY (id),
        CONSTRAINT ck_saga_instance_status CHECK (status IN
          ('running', 'waiting', 'needs_attention', 'paused', 'completed', 'compensated')),
        CONSTRAINT ck_saga_instance_direction CHECK (direction IN ('forward', 'backward')),
        CONSTRAINT ck_saga_instance_attention CHECK ((status <> 'needs_attention') OR (attention_code IS NOT NULL)),
        CONSTRAINT ck_saga_instance_deadline CHECK ((status IN ('running', 'waiting')) = (deadline_at IS NOT NULL))
      ) WITH (fillfactor = 70)`);
    await db.query('CREATE INDEX ix_saga_instance_order_number ON saga_instance (order_number)');
    // On what never changes while a saga is open, so that a step's update stays within its page.
    await db.query(`
      CREATE INDEX ix_saga_instance_open ON saga_instance (started_at, id)
      WHERE status NOT IN ('completed', 'compensated')`);
    await db.query(`
      CREATE TABLE saga_history (
        instance_id uuid NOT NULL,
        revision integer NOT NULL,
        at timestamptz NOT NULL,
        message_id uuid NOT NULL,
        input text NOT NULL,
        effect text NOT NULL,
        step text NOT NULL,
        attempt integer NOT NULL,
        status text NOT NULL,
        direction text NOT NULL,
        detail text NOT NULL,
        CONSTRAINT pk_saga_history PRIMARY KEY (instance_id, revision)
      )`);
    await db.query(`
      CREATE TABLE saga_order_body (
        instance_id uuid NOT NULL,
        revision integer NOT NULL,
        body json NOT NULL,
        CONSTRAINT pk_saga_order_body PRIMARY KEY (instance_id, revision)
      )`);
    await db.query(`
      CREATE TABLE saga_early_message (
        instance_id uuid NOT NULL,
        message_id uuid NOT NULL,
        input json NOT NULL,
        kept_at timestamptz NOT NULL,
        CONSTRAINT pk_saga_early_message PRIMARY KEY (instance_id, message_id)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE saga_instance, saga_history, saga_order_body, saga_early_message');
  }
}
