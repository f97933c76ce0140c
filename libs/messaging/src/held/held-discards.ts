import type { AuditLog } from '../audit/audit-log.js';
import type { Decoder } from '../message/decoder.js';
import type { Received } from '../message/received.js';
import { Undecodable } from '../message/undecodable.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { type DiscardNotice, DiscardRefused } from './discard-notice.js';
import { awaitTurn, giveUp, giveUpCopies, isOneLeft } from './held-act-statements.js';
import { heldProblem } from './held.problems.js';
import { HELD_SUBJECT, HeldState, orderIdOf } from './held-message.js';
import type { Actor } from './held-messages.js';
import { findOthers, type HeldContentRow, recordOf } from './held-queries.js';

/** What discards are carried out with. */
export interface HeldDiscardsParts {
  readonly decoder: Pick<Decoder, 'prepare' | 'decode'>;
  readonly audit: Pick<AuditLog, 'recordAll'>;
  readonly notice?: DiscardNotice | undefined;
}

/**
 * Gives held messages up for good. Of a record whose writer is to be told, the copies that queue behind one go with it: he
 * sends them because he has not been told yet. Another of the same record and key may be handled in its place, so he is told
 * with the last: be that no message, by one that was given up before. While one that is no message is open nobody is told,
 * since a person may make one of it.
 */
export class HeldDiscards {
  constructor(private readonly parts: HeldDiscardsParts) {}

  /**
   * Learns what is needed to read what may have to be told; before the transaction, since it may ask the registry.
   *
   * @throws {RegistryUnavailable} when a schema is new here and the registry does not answer.
   */
  async prepare(db: Queryable, row: HeldContentRow): Promise<void> {
    if (!this.isToldOf(row)) return;
    const { decoder } = this.parts;
    await decoder.prepare([recordOf(row)]);
    if (!this.read(row)) await decoder.prepare((await findOthers(db, row.id)).map(recordOf));
  }

  /**
   * Begins the transaction of a discard, before any row is locked. Of two at once one waits for the other: else each would
   * take the other's message for open, and nobody would be told.
   */
  async awaitTurn(db: Queryable, row: HeldContentRow): Promise<void> {
    if (this.isToldOf(row)) await awaitTurn(db, row.id);
  }

  /** @throws {Problem} 409 `discard-refused` where something has come of the message. */
  async discard(db: DatabaseTransaction, row: HeldContentRow, { by, reason }: Actor): Promise<void> {
    const { id, key } = row;
    await giveUp(db, id);
    if (!this.isToldOf(row)) return;
    const message = this.read(row);
    const copies = message ? await giveUpCopies(db, id) : [];
    if (!(await isOneLeft(db, id))) {
      const told = message ?? (await this.latestGivenUp(db, id));
      if (told) await this.tell(db, { ...told, id: row.message_id }, { by, reason });
    }
    const detail = { copyOf: id, orderId: orderIdOf(key) };
    await this.parts.audit.recordAll(
      db,
      copies.map((copy) => ({ act: 'discard', subject: { kind: HELD_SUBJECT, id: copy }, by, reason, detail })),
    );
  }

  private isToldOf({ type }: HeldContentRow): boolean {
    return type !== null && type === this.parts.notice?.record.fullName;
  }

  /** What a row holds; `undefined` where that is no message. */
  private read(row: HeldContentRow): Received<unknown> | undefined {
    try {
      return this.parts.decoder.decode(recordOf(row));
    } catch (error) {
      if (error instanceof Undecodable) return undefined;
      throw error;
    }
  }

  private async latestGivenUp(db: Queryable, id: string): Promise<Received<unknown> | undefined> {
    for (const row of await findOthers(db, id)) {
      const message = row.state === HeldState.discarded ? this.read(row) : undefined;
      if (message) return message;
    }
    return undefined;
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
