import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Interchanges with their messages, what they are answered, and the orders that came of them. */
export class CreateEdiTables1700000200001 implements MigrationInterface {
  static readonly appendOnly = ['edi_interchange', 'edi_message_act'];
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE edi_interchange (
        id uuid NOT NULL,
        partner text NOT NULL,
        file_name text NOT NULL,
        bytes bigint NOT NULL,
        content_hash bytea,
        sender text,
        recipient text,
        control_reference text,
        test boolean NOT NULL DEFAULT false,
        state text NOT NULL,
        repeats uuid,
        problem json,
        received_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_edi_interchange PRIMARY KEY (id),
        CONSTRAINT fk_edi_interchange_repeats FOREIGN KEY (repeats) REFERENCES edi_interchange (id),
        CONSTRAINT ck_edi_interchange_state CHECK (state IN ('accepted', 'partly_accepted', 'repeated', 'refused')),
        CONSTRAINT ck_edi_interchange_reference CHECK (control_reference IS NOT NULL OR state = 'refused')
      )`);
    await runner.query(`
      COMMENT ON COLUMN edi_interchange.id IS
      'That of the claim of its file: a claim that is taken up again finds what was recorded of it'`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_edi_interchange_reference ON edi_interchange (partner, control_reference)
      WHERE state IN ('accepted', 'partly_accepted')`);
    await runner.query(`
      CREATE INDEX ix_edi_interchange_refused ON edi_interchange (partner, control_reference)
      WHERE state = 'refused' AND repeats IS NULL`);
    await runner.query('CREATE INDEX ix_edi_interchange_latest ON edi_interchange (received_at, id)');
    await runner.query(`
      CREATE TABLE edi_order (
        id uuid NOT NULL,
        company text NOT NULL,
        mode text NOT NULL,
        partner text NOT NULL,
        buyer_order text NOT NULL,
        order_number text NOT NULL,
        content_hash bytea NOT NULL,
        state text NOT NULL DEFAULT 'accepted',
        state_since timestamptz(3) NOT NULL DEFAULT now(),
        documents json NOT NULL DEFAULT '[]',
        last_error json,
        correlation_id text NOT NULL,
        accepted_at timestamptz(3) NOT NULL DEFAULT now(),
        placed json,
        cancellation json,
        published_at timestamptz NOT NULL DEFAULT now(),
        publications integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_edi_order PRIMARY KEY (id),
        CONSTRAINT uq_edi_order_buyer_order UNIQUE (company, mode, partner, buyer_order),
        CONSTRAINT ck_edi_order_state CHECK (state IN ('accepted', 'taken', 'completed', 'reversed', 'needs_attention')),
        CONSTRAINT ck_edi_order_placed CHECK (placed IS NOT NULL OR state <> 'accepted')
      )`);
    await runner.query(`
      COMMENT ON COLUMN edi_order.placed IS
      'What was published, until the orchestrator has confirmed it; removed then, so that no buyer is kept here'`);
    await runner.query(`CREATE INDEX ix_edi_order_unconfirmed ON edi_order (published_at) WHERE state = 'accepted'`);
    await runner.query('CREATE INDEX ix_edi_order_stalest ON edi_order (state_since, id)');
    await runner.query(`
      CREATE TABLE edi_message (
        id uuid NOT NULL,
        interchange_id uuid NOT NULL,
        position integer NOT NULL,
        partner text NOT NULL,
        reference text NOT NULL,
        type text NOT NULL,
        state text NOT NULL,
        state_since timestamptz(3) NOT NULL DEFAULT now(),
        findings json NOT NULL DEFAULT '[]',
        order_id uuid,
        content json,
        CONSTRAINT pk_edi_message PRIMARY KEY (id),
        CONSTRAINT uq_edi_message_position UNIQUE (interchange_id, position),
        CONSTRAINT fk_edi_message_interchange FOREIGN KEY (interchange_id) REFERENCES edi_interchange (id),
        CONSTRAINT fk_edi_message_order FOREIGN KEY (order_id) REFERENCES edi_order (id),
        CONSTRAINT ck_edi_message_state
          CHECK (state IN ('ordered', 'repeated', 'quarantined', 'discarded', 'refused', 'received')),
        CONSTRAINT ck_edi_message_order CHECK ((state IN ('ordered', 'repeated')) = (order_id IS NOT NULL)),
        CONSTRAINT ck_edi_message_content CHECK ((state = 'quarantined') = (content IS NOT NULL))
      )`);
    await runner.query(`
      COMMENT ON COLUMN edi_message.content IS 'The message as it was read, while it is quarantined and no longer'`);
    await runner.query(`
      CREATE INDEX ix_edi_message_quarantined ON edi_message (state_since, id) WHERE state = 'quarantined'`);
    await runner.query(`
      CREATE TABLE edi_message_act (
        message_id uuid NOT NULL,
        act text NOT NULL,
        by text NOT NULL,
        reason text NOT NULL,
        findings json NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_edi_message_act PRIMARY KEY (message_id),
        CONSTRAINT fk_edi_message_act_message FOREIGN KEY (message_id) REFERENCES edi_message (id),
        CONSTRAINT ck_edi_message_act_act CHECK (act IN ('release', 'discard'))
      )`);
    await runner.query('CREATE SEQUENCE edi_control_reference MAXVALUE 99999999999999');
    await runner.query(`
      CREATE TABLE edi_acknowledgement (
        interchange_id uuid NOT NULL,
        partner text NOT NULL,
        control_reference text NOT NULL,
        file_name text NOT NULL,
        content bytea NOT NULL,
        owed_since timestamptz(3) NOT NULL DEFAULT now(),
        due_at timestamptz(3) NOT NULL DEFAULT now(),
        written_at timestamptz(3),
        CONSTRAINT pk_edi_acknowledgement PRIMARY KEY (interchange_id),
        CONSTRAINT uq_edi_acknowledgement_reference UNIQUE (control_reference),
        CONSTRAINT fk_edi_acknowledgement_interchange FOREIGN KEY (interchange_id) REFERENCES edi_interchange (id)
      )`);
    await runner.query(`
      CREATE INDEX ix_edi_acknowledgement_owed ON edi_acknowledgement (due_at) WHERE written_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE edi_acknowledgement, edi_message_act, edi_message, edi_order, edi_interchange');
    await runner.query('DROP SEQUENCE edi_control_reference');
  }
}
