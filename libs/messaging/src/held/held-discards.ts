import type { AuditLog } from '../audit/audit-log.js';
import type { Decoder } from '../message/decoder.js';
import type { Received } from '../message/received.js';
import { Undecodable } from '../message/undecodable.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { type DiscardNotice, DiscardRefused } from './discard-notice.js';
import { giveUp, giveUpCopies, isOneLeft } from './held-act-statements.js';
import { heldProblem } from './held.problems.js';
import { HELD_SUBJECT, orderIdOf } from './held-message.js';
import type { Actor } from './held-messages.js';
import { type HeldContentRow, recordOf } from './held-queries.js';

/** What discards are carried out with. */
export interface HeldDiscardsParts {
  readonly decoder: Pick<Decoder, 'prepare' | 'decode'>;
  readonly audit: Pick<AuditLog, 'recordAll'>;
  readonly notice?: DiscardNotice | undefined;
}

/**
 * Gives held messages up for good. Of a record whose writer is to be told, the copies that queue behind one go with it: he
 * sends them because he has not been told yet. Another of the same record and key may be handled in its place, so he is told
 * with the last.
 */
export class HeldDiscards {
  constructor(private readonly parts: HeldDiscardsParts) {}

  /**
   * The message that is to be told of, if there is one; read before the transaction, since it may ask the registry.
   *
   * @throws {RegistryUnavailable} when its schema is new here and the registry does not answer.
   */
  async toBeTold(row: HeldContentRow): Promise<Received<unknown> | undefined> {
    const { decoder, notice } = this.parts;
    if (!notice || row.type !== notice.record.fullName) return undefined;
    const record = recordOf(row);
    await decoder.prepare([record]);
    try {
      return decoder.decode(record);
    } catch (error) {
      if (error instanceof Undecodable) return undefined;
      throw error;
    }
  }

  /** @throws {Problem} 409 `discard-refused` where something has come of the message. */
  async discard(
    db: DatabaseTransaction,
    { id, key }: HeldContentRow,
    message: Received<unknown> | undefined,
    { by, reason }: Actor,
  ): Promise<void> {
    await giveUp(db, id);
    if (!message) return;
    const copies = await giveUpCopies(db, id);
    if (!(await isOneLeft(db, id))) await this.tell(db, message, { by, reason });
    const detail = { copyOf: id, orderId: orderIdOf(key) };
    await this.parts.audit.recordAll(
      db,
      copies.map((copy) => ({ act: 'discard', subject: { kind: HELD_SUBJECT, id: copy }, by, reason, detail })),
    );
  }

  private async tell(db: DatabaseTransaction, message: Received<unknown>, act: Actor): Promise<void> {
    try {
      await this.parts.notice?.give(db, message, act);
    } catch (error) {
      if (error instanceof DiscardRefused) throw heldProblem('discard-refused', { detail: error.message });
      throw error;
    }
  }
}
