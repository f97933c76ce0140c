import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person may close a gap between statements, which is one of the acts that are kept. */
export class CloseGaps1763720000012 implements MigrationInterface {
  /** It admits all acts that it did, and this one. */
  static readonly widens = ['ck_bank_act_act'];

  async up(runner: QueryRunner): Promise<void> {
    await admit(runner, `'release', 'match', 'leave', 'close-gap'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await admit(runner, `'release', 'match', 'leave'`);
  }
}

async function admit(runner: QueryRunner, acts: string): Promise<void> {
  await runner.query(`
    ALTER TABLE bank_act DROP CONSTRAINT ck_bank_act_act, ADD CONSTRAINT ck_bank_act_act CHECK (act IN (${acts}))`);
}
