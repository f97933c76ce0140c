import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An order is known by partner, mode and the buyer's number, whatever company the profile names.
 *
 * The table knows what is recorded from now on, and keeps two at a time apart; what was recorded before, or is by a release
 * before, is found among the orders. Built while orders are taken; may be run again from the start.
 */
export class KnowOrdersByPartner1700000200003 implements MigrationInterface {
  static readonly appendOnly = ['edi_order_number'];
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS edi_order_number (
        partner text NOT NULL,
        mode text NOT NULL,
        buyer_order text NOT NULL,
        CONSTRAINT pk_edi_order_number PRIMARY KEY (partner, mode, buyer_order)
      )`);
    await buildIndex(runner, 'ix_edi_order_partner', 'edi_order (partner, mode, buyer_order)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_edi_order_partner');
    await runner.query('DROP TABLE edi_order_number');
  }
}
