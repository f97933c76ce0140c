import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  ix_edi_order_state: `edi_order (state, state_since, id) WHERE state <> 'completed'`,
  ix_edi_order_number: 'edi_order (order_number)',
};

/**
 * Orders of a state that few are in, and that of a number, are listed without reading all that were ever taken. Built while orders
 * are taken; may be run again from the start.
 */
export class FindOrders1700000200004 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) await buildIndex(runner, name, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join()}`);
  }
}
