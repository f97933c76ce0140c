import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Calls that ended long ago, which are let go of, are found without reading all that ever ended. Built while calls end; may be
 * run again from the start.
 */
export class FindEndedCalls1763700000005 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const on = 'outbound_ended_call USING brin (ended_at) WITH (pages_per_range = 32)';
    await buildIndex(runner, 'ix_outbound_ended_call_ended_at', on);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_outbound_ended_call_ended_at');
  }
}
