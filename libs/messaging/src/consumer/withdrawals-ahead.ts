import { Withdraw } from '@kervan/contracts';
import type { CommandStore } from '../command/command-store.js';
import { peekType } from '../message/headers.js';
import type { Transactions } from '../transaction/transactions.js';
import type { ChunkItem } from './chunk-item.js';
import type { ChunkStatements } from './chunk-statements.js';
import type { OwnedPartition } from './owned-partition.js';
import type { RecordReader } from './record-reader.js';

/** What withdrawals are done with. */
export interface WithdrawalParts {
  readonly consumer: string;
  readonly transactions: Pick<Transactions, 'begin'>;
  readonly commands: Pick<CommandStore, 'begin'>;
  readonly reader: Pick<RecordReader, 'read'>;
  readonly statements: Pick<ChunkStatements, 'lockProgress'>;
}

/**
 * Does what takes work back ahead of its turn, while no more work is taken: it makes room.
 *
 * Positions stay where they are and no inbox is told, so that each withdrawal comes again in its turn: the same answer is
 * given once more, under the same id. A command that is withdrawn before it was seen is refused when it comes.
 */
export class WithdrawalsAhead {
  constructor(private readonly parts: WithdrawalParts) {}

  /**
   * Looks through records that are not to be handled yet, and does the withdrawals among them, or none.
   *
   * @returns the partitions with a withdrawal that cannot be read for now: they are to be looked through again.
   * @throws when the database does not answer; transient.
   */
  async run(items: readonly ChunkItem[]): Promise<ReadonlySet<OwnedPartition>> {
    const { reader, transactions, statements, consumer, commands } = this.parts;
    const reading = await reader.read(items.filter(({ record }) => peekType(record) === Withdraw.fullName));
    const found = reading.items.flatMap(({ content }) => (content.kind === 'message' ? [content.message] : []));
    if (found.length === 0) return reading.unreadable;
    const steps = reading.items.map(({ partition: { topic, number }, previous, next }) => ({ topic, number, from: previous, to: next }));
    const db = await transactions.begin();
    try {
      await statements.lockProgress(db, consumer, steps);
      await commands.begin(db, found);
      await db.commit();
      return reading.unreadable;
    } catch (error) {
      await db.rollback();
      throw error;
    }
  }
}
