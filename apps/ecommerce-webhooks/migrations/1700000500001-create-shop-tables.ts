import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The orders of the shops, every delivery that told of them, and the deliveries that could not be used. */
export class CreateShopTables1700000500001 implements MigrationInterface {
  static readonly appendOnly = ['quarantine_act'];
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shop_order (
        id uuid NOT NULL,
        shop text NOT NULL,
        order_key text NOT NULL,
        order_number text NOT NULL,
        company text NOT NULL,
        mode text NOT NULL,
        version bigint NOT NULL,
        stage text NOT NULL,
        money_hash bytea,
        contested_hash bytea,
        state text NOT NULL,
        state_since timestamptz(3) NOT NULL DEFAULT now(),
        documents json NOT NULL DEFAULT '[]',
        last_error json,
        correlation_id text NOT NULL,
        accepted_at timestamptz NOT NULL DEFAULT now(),
        placed json,
        published_at timestamptz NOT NULL DEFAULT now(),
        publications integer NOT NULL DEFAULT 0,
        cancellation json,
        CONSTRAINT pk_shop_order PRIMARY KEY (id),
        CONSTRAINT uq_shop_order_key UNIQUE (shop, order_key),
        CONSTRAINT ck_shop_order_stage CHECK (stage IN ('unpaid', 'payable', 'cancelled')),
        CONSTRAINT ck_shop_order_state CHECK (state IN ('waiting', 'accepted', 'taken', 'completed', 'reversed',
          'needs_attention', 'cancelled')),
        CONSTRAINT ck_shop_order_placed CHECK (placed IS NOT NULL OR state <> 'accepted')
      )`);
    await runner.query(`
      COMMENT ON COLUMN shop_order.placed IS
      'What was published, until the orchestrator has confirmed it; removed then, so that no buyer is kept here'`);
    await runner.query(`
      COMMENT ON COLUMN shop_order.version IS
      'The newest that is known of the order, by the shop''s own count; kept for ever, that nothing older acts again'`);
    await runner.query(`CREATE INDEX ix_shop_order_unconfirmed ON shop_order (published_at) WHERE state = 'accepted'`);
    await runner.query('CREATE INDEX ix_shop_order_stalest ON shop_order (state_since, id)');
    await runner.query('CREATE INDEX ix_shop_order_number ON shop_order (order_number)');
    await runner.query(`
      CREATE TABLE webhook_delivery (
        id uuid NOT NULL,
        shop text NOT NULL,
        delivery_id text NOT NULL,
        topic text NOT NULL,
        body_hash bytea NOT NULL,
        id_reused boolean NOT NULL DEFAULT false,
        received_at timestamptz(3) NOT NULL DEFAULT now(),
        outcome text NOT NULL,
        reason text,
        order_id uuid,
        order_number text,
        quarantine_id uuid,
        repeats integer NOT NULL DEFAULT 0,
        correlation_id text NOT NULL,
        CONSTRAINT pk_webhook_delivery PRIMARY KEY (id),
        CONSTRAINT uq_webhook_delivery_body UNIQUE (shop, delivery_id, body_hash)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_webhook_delivery_id ON webhook_delivery (shop, delivery_id) WHERE NOT id_reused`);
    await runner.query(`
      COMMENT ON COLUMN webhook_delivery.id_reused IS
      'An earlier delivery of this id had another body; this one did nothing but wait in the quarantine'`);
    await runner.query('CREATE INDEX ix_webhook_delivery_latest ON webhook_delivery (received_at, id)');
    await runner.query('CREATE INDEX ix_webhook_delivery_shop ON webhook_delivery (shop, received_at)');
    await runner.query('CREATE INDEX ix_webhook_delivery_order ON webhook_delivery (order_number)');
    await runner.query(`
      CREATE INDEX ix_webhook_delivery_quarantine ON webhook_delivery (quarantine_id) WHERE quarantine_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE quarantined_delivery (
        id uuid NOT NULL,
        shop text NOT NULL,
        delivery_id text NOT NULL,
        topic text NOT NULL,
        body_hash bytea NOT NULL,
        body bytea,
        findings json NOT NULL,
        order_number text,
        state text NOT NULL DEFAULT 'open',
        received_at timestamptz(3) NOT NULL DEFAULT now(),
        resolved_at timestamptz,
        correlation_id text NOT NULL,
        CONSTRAINT pk_quarantined_delivery PRIMARY KEY (id),
        CONSTRAINT uq_quarantined_delivery UNIQUE (shop, delivery_id, body_hash),
        CONSTRAINT ck_quarantined_delivery_state CHECK (state IN ('open', 'released', 'discarded', 'expired')),
        CONSTRAINT ck_quarantined_delivery_body CHECK ((body IS NOT NULL) = (state = 'open'))
      )`);
    await runner.query('CREATE INDEX ix_quarantined_delivery_oldest ON quarantined_delivery (received_at, id)');
    await runner.query(`CREATE INDEX ix_quarantined_delivery_open ON quarantined_delivery (shop) WHERE state = 'open'`);
    await runner.query(`
      CREATE TABLE quarantine_act (
        id bigint GENERATED ALWAYS AS IDENTITY,
        quarantine_id uuid NOT NULL,
        act text NOT NULL,
        actor text NOT NULL,
        reason text NOT NULL,
        outcome text NOT NULL,
        acted_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_quarantine_act PRIMARY KEY (id),
        CONSTRAINT fk_quarantine_act_delivery FOREIGN KEY (quarantine_id) REFERENCES quarantined_delivery (id)
          ON DELETE CASCADE,
        CONSTRAINT ck_quarantine_act CHECK (act IN ('release', 'discard', 'expire'))
      )`);
    await runner.query('CREATE INDEX ix_quarantine_act_delivery ON quarantine_act (quarantine_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE quarantine_act, quarantined_delivery, webhook_delivery, shop_order');
  }
}
