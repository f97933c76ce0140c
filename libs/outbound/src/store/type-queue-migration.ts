import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A queue of due calls for each type, so that a process takes those whose type it knows and passes no other.
 *
 * Built while calls are taken and stored, since a million of them may be waiting; may be run again from the start.
 */
export class AddTypeQueue1763700000004 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await buildIndex(runner, 'ix_outbound_open_call_type', 'outbound_open_call (type, due_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_outbound_open_call_type');
  }
}
