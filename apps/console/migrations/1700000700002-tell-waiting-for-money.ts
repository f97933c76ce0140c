import type { MigrationInterface, QueryRunner } from 'typeorm';

async function rename(runner: QueryRunner, before: string, after: string): Promise<void> {
  await runner.query(`UPDATE document SET state = '${after}' WHERE state IN (${before})`);
  await runner.query(`
    WITH moved AS (DELETE FROM document_count WHERE state IN (${before}) RETURNING *)
    INSERT INTO document_count (business_date, mode, channel, state, documents)
    SELECT business_date, mode, channel, '${after}', sum(documents) FROM moved GROUP BY business_date, mode, channel`);
}

/** An order that waits for its money alone is told apart; one that has just come in is on its way like any other. */
export class TellWaitingForMoney1700000700002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE document DROP CONSTRAINT ck_document_state');
    await rename(runner, `'placed', 'taken'`, 'on_its_way');
    await runner.query(`
      ALTER TABLE document ALTER COLUMN state SET DEFAULT 'on_its_way', ADD CONSTRAINT ck_document_state
        CHECK (state IN ('on_its_way', 'needs_attention', 'awaiting_payment', 'completed', 'reversed'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE document DROP CONSTRAINT ck_document_state');
    await rename(runner, `'on_its_way', 'awaiting_payment'`, 'taken');
    await runner.query(`
      ALTER TABLE document ALTER COLUMN state SET DEFAULT 'placed', ADD CONSTRAINT ck_document_state
        CHECK (state IN ('placed', 'taken', 'needs_attention', 'completed', 'reversed'))`);
  }
}
