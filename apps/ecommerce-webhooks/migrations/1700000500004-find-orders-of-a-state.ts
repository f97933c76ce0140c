import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders of a state that few are in are listed without reading all that were ever taken. Built while orders are taken; may be run
 * again from the start.
 */
export class FindOrdersOfAState1700000500004 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await buildIndex(runner, 'ix_shop_order_state', `shop_order (state, state_since, id) WHERE state <> 'completed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_shop_order_state');
  }
}
