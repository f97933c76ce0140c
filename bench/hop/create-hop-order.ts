import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The state of the hop: one row per order, the same for every contender. */
export class CreateHopOrder1800000000001 implements MigrationInterface {
  readonly name = 'CreateHopOrder1800000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE hop_order (
        order_id uuid NOT NULL,
        company text NOT NULL,
        order_number text NOT NULL,
        gross_minor bigint NOT NULL,
        currency char(3) NOT NULL,
        placed_at timestamptz NOT NULL,
        taken_at timestamptz NOT NULL,
        CONSTRAINT pk_hop_order PRIMARY KEY (order_id)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE hop_order');
  }
}
