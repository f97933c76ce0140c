import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the console knows: a row per document, a row per message about it, what it is found by, and how many there are. */
export class CreateReadModel1700000700001 implements MigrationInterface {
  static readonly appendOnly = ['timeline_entry', 'search_term'];
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE document (
        order_id uuid NOT NULL,
        order_number text,
        company text,
        mode text,
        channel text,
        source text,
        gross_minor bigint,
        currency text,
        placed_at timestamptz(3),
        business_date date,
        state text NOT NULL DEFAULT 'placed',
        first_at timestamptz(3) NOT NULL DEFAULT now(),
        changed_at timestamptz(3) NOT NULL DEFAULT now(),
        attention_step text,
        attention_code text,
        attention_detail text,
        attention_since timestamptz(3),
        erp_number text,
        invoice_number text,
        correlation_id text,
        trace_id text,
        CONSTRAINT pk_document PRIMARY KEY (order_id),
        CONSTRAINT ck_document_state
          CHECK (state IN ('placed', 'taken', 'needs_attention', 'completed', 'reversed')),
        CONSTRAINT ck_document_attention CHECK ((state = 'needs_attention') = (attention_since IS NOT NULL))
      )`);
    await runner.query(`
      COMMENT ON TABLE document IS
      'One per order, derived from its timeline entries alone; holds nothing personal'`);
    await runner.query('CREATE INDEX ix_document_latest ON document (first_at, order_id)');
    await runner.query('CREATE INDEX ix_document_state ON document (state, first_at, order_id)');
    await runner.query('CREATE INDEX ix_document_channel ON document (channel, first_at, order_id)');
    await runner.query('CREATE INDEX ix_document_channel_state ON document (channel, state, first_at, order_id)');
    await runner.query('CREATE INDEX ix_document_day ON document (business_date, first_at, order_id)');
    await runner.query(`
      CREATE INDEX ix_document_attention ON document (attention_since, order_id) WHERE state = 'needs_attention'`);
    await runner.query(`
      CREATE TABLE timeline_entry (
        message_id uuid NOT NULL,
        order_id uuid NOT NULL,
        kind text NOT NULL,
        at timestamptz(3) NOT NULL,
        service text,
        reference text,
        step text,
        code text,
        detail text,
        facts json NOT NULL,
        correlation_id text NOT NULL,
        causation_id text,
        trace_id text,
        CONSTRAINT pk_timeline_entry PRIMARY KEY (message_id),
        CONSTRAINT fk_timeline_entry_document FOREIGN KEY (order_id) REFERENCES document (order_id)
      )`);
    await runner.query('CREATE INDEX ix_timeline_entry_order ON timeline_entry (order_id)');
    await runner.query(`
      CREATE TABLE search_term (
        order_id uuid NOT NULL,
        kind text NOT NULL,
        text text NOT NULL,
        folded text COLLATE "C" NOT NULL,
        CONSTRAINT pk_search_term PRIMARY KEY (order_id, kind, text),
        CONSTRAINT fk_search_term_document FOREIGN KEY (order_id) REFERENCES document (order_id)
      )`);
    await runner.query('CREATE INDEX ix_search_term_folded ON search_term (folded, order_id)');
    await runner.query(`
      CREATE TABLE document_count (
        business_date date NOT NULL,
        mode text NOT NULL,
        channel text NOT NULL,
        state text NOT NULL,
        documents integer NOT NULL,
        CONSTRAINT pk_document_count PRIMARY KEY (business_date, mode, channel, state)
      )`);
    await runner.query(`
      COMMENT ON TABLE document_count IS 'Kept in step with document, so that counting does not grow with the years'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE document_count, search_term, timeline_entry, document');
  }
}
