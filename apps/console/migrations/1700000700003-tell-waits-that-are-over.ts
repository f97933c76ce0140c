import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The orchestrator tells the end of a wait for a person from this release on. Which ones had ended by then is known from
 * the documents, and is kept as an entry like those that follow, at the time of the document's last change.
 *
 * Takes no lock that others wait for: it stands alone in its transaction.
 */
export class TellWaitsThatAreOver1700000700003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO timeline_entry (message_id, order_id, kind, at, service, step, code, facts, correlation_id)
      SELECT gen_random_uuid(), order_id, 'OrderAttentionResolved', document.changed_at, waits.service, waits.step, waits.code,
        '{}', waits.correlation_id
      FROM document
      CROSS JOIN LATERAL (
        SELECT kind, service, step, code, correlation_id FROM timeline_entry entry
        WHERE entry.order_id = document.order_id AND kind IN ('OrderNeedsAttention', 'OrderCompleted', 'OrderReversed')
        ORDER BY at DESC, kind LIMIT 1
      ) waits
      WHERE waits.kind = 'OrderNeedsAttention' AND document.state IN ('on_its_way', 'awaiting_payment')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM timeline_entry WHERE kind = 'OrderAttentionResolved'`);
  }
}
