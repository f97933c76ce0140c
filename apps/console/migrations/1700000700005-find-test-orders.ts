import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Test orders are listed without reading all of real business. Built while messages are taken; may be run again from the start. */
export class FindTestOrders1700000700005 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await buildIndex(runner, 'ix_document_test', `document (first_at, order_id) WHERE mode = 'test'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_document_test');
  }
}
