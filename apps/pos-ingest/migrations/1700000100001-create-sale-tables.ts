import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sales as they were taken and how far they have come, and the answers to keys. */
export class CreateSaleTables1700000100001 implements MigrationInterface {
  static readonly appendOnly = ['idempotency_key'];
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pos_sale (
        id uuid NOT NULL,
        company text NOT NULL,
        mode text NOT NULL,
        branch text NOT NULL,
        till text NOT NULL,
        z_number integer NOT NULL,
        receipt_number integer NOT NULL,
        order_number text NOT NULL,
        content_hash bytea NOT NULL,
        answer json NOT NULL,
        state text NOT NULL DEFAULT 'accepted',
        state_since timestamptz(3) NOT NULL DEFAULT now(),
        documents json NOT NULL DEFAULT '[]',
        last_error json,
        correlation_id text NOT NULL,
        accepted_at timestamptz NOT NULL DEFAULT now(),
        placed json,
        published_at timestamptz NOT NULL DEFAULT now(),
        publications integer NOT NULL DEFAULT 1,
        cancellation json,
        cancellation_answer json,
        CONSTRAINT pk_pos_sale PRIMARY KEY (id),
        CONSTRAINT uq_pos_sale_receipt UNIQUE (company, mode, branch, till, z_number, receipt_number),
        CONSTRAINT ck_pos_sale_state CHECK (state IN ('accepted', 'taken', 'completed', 'reversed', 'needs_attention')),
        CONSTRAINT ck_pos_sale_placed CHECK (placed IS NOT NULL OR state <> 'accepted')
      )`);
    await runner.query(`
      COMMENT ON COLUMN pos_sale.placed IS
      'What was published, until the orchestrator has confirmed it; removed then, so that no buyer is kept here'`);
    await runner.query(`CREATE INDEX ix_pos_sale_unconfirmed ON pos_sale (published_at) WHERE state = 'accepted'`);
    await runner.query('CREATE INDEX ix_pos_sale_stalest ON pos_sale (state_since, id)');
    await runner.query(`
      CREATE TABLE idempotency_key (
        principal text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        content_hash bytea NOT NULL,
        status smallint NOT NULL,
        body json NOT NULL,
        used_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency_key PRIMARY KEY (principal, route, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_key, pos_sale');
  }
}
