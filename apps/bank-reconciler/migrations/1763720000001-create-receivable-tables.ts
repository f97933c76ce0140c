import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to be paid, as the events of orders and invoices tell it, and the numbers by which payers name it. */
export class CreateReceivableTables1763720000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE receivable (
        order_id uuid NOT NULL,
        version bigint,
        company text,
        mode text,
        currency char(3),
        amount_minor bigint,
        order_number text,
        placed_at timestamptz,
        invoice_number text,
        closed text,
        told_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_receivable PRIMARY KEY (order_id),
        CONSTRAINT ck_receivable_closed CHECK (closed IN ('cancelled', 'reversed', 'completed')),
        CONSTRAINT ck_receivable_placed CHECK (
          version IS NULL
          OR num_nonnulls(company, mode, currency, amount_minor, order_number, placed_at) = 6 AND amount_minor >= 0)
      )`);
    await runner.query(`
      COMMENT ON COLUMN receivable.version IS
      'Of the order that was placed last; null while only other events have told of the order'`);
    await runner.query(`
      CREATE INDEX ix_receivable_amount ON receivable (company, mode, currency, amount_minor) WHERE closed IS NULL`);
    await runner.query(`
      CREATE INDEX ix_receivable_newest ON receivable (company, mode, placed_at DESC) WHERE closed IS NULL`);
    await runner.query('CREATE INDEX ix_receivable_without_order ON receivable (told_at) WHERE version IS NULL');
    await runner.query('CREATE INDEX ix_receivable_closed ON receivable (told_at) WHERE closed IS NOT NULL');
    await runner.query(`
      CREATE TABLE receivable_key (
        order_id uuid NOT NULL,
        kind text NOT NULL,
        key text NOT NULL,
        CONSTRAINT pk_receivable_key PRIMARY KEY (order_id, kind, key),
        CONSTRAINT fk_receivable_key_receivable FOREIGN KEY (order_id) REFERENCES receivable (order_id)
          ON DELETE CASCADE,
        CONSTRAINT ck_receivable_key_kind CHECK (kind IN ('order', 'reference', 'invoice'))
      )`);
    await runner.query('CREATE INDEX ix_receivable_key ON receivable_key (key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE receivable_key, receivable');
  }
}
