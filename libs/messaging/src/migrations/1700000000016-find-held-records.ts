import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  ix_held_message_message_id: 'held_message (consumer, message_id)',
  ix_held_message_discarded: `held_message (consumer, topic, key, seq) WHERE state = 'discarded'`,
};

/** Finds the held records of one message, and those of one key that were discarded. Built while messages are held; may be run again. */
export class FindHeldRecords1700000000016 implements MigrationInterface {
  readonly name = 'FindHeldRecords1700000000016';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) await buildIndex(db, name, columns);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX ${Object.keys(INDEXES).join()}`);
  }
}
