import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a placed order costs is read with the rates that it was placed with, whatever the shop's profile says by then. */
export class KeepTaxRates1700000500003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shop_order ADD COLUMN tax_rates json');
    await runner.query(`
      COMMENT ON COLUMN shop_order.tax_rates IS
      'Percentages by the vendor''s tax rate id that the order was placed with; null until then, and where an earlier release placed it, until an event of it is recorded'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shop_order DROP COLUMN tax_rates');
  }
}
