import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries whose vendor gives one id to several are marked like those of a reused id: one is known by its body too. */
export class TellSharedDeliveryIds1700000500002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      COMMENT ON COLUMN webhook_delivery.id_reused IS
      'Its id does not tell it from others: its vendor gives one id to several deliveries, or an earlier one of this id had another body, and this one did nothing but wait in the quarantine'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      COMMENT ON COLUMN webhook_delivery.id_reused IS
      'An earlier delivery of this id had another body; this one did nothing but wait in the quarantine'`);
  }
}
