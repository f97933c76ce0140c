import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  ix_pos_sale_state: `pos_sale (state, state_since, id) WHERE state <> 'completed'`,
  ix_pos_sale_number: 'pos_sale (order_number)',
};

/**
 * Orders of a state that few are in, and that of a number, are listed without reading all that were ever taken. Built while orders
 * are taken; may be run again from the start.
 */
export class FindSales1700000100002 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) await buildIndex(runner, name, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join()}`);
  }
}
