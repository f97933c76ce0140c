import { buildIndex } from '@kervan/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  ix_bank_line_end_to_end_digest: '(account, end_to_end_digest) WHERE end_to_end_digest IS NOT NULL',
  ix_bank_line_forgotten: '(id) WHERE payer_forgotten AND end_to_end_id IS NOT NULL',
};

/**
 * Lines are found by the digest of their EndToEndId, and those that still have one in spite of being forgotten.
 *
 * Built while statements are taken, since there may be millions of lines; may be run again from the start.
 */
export class FindForgottenLines1763720000010 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) await buildIndex(runner, name, `bank_line ${columns}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join()}`);
  }
}
