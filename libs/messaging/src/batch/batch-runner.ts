import { Logger } from '@nestjs/common';
import { Problem } from '@kervan/service-host';
import type { AuditLog } from '../audit/audit-log.js';
import { classify, FailureKind } from '../consumer/failure.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import type { Transactions } from '../transaction/transactions.js';
import type { BatchKind, ItemOutcome } from './batch-kind.js';
import {
  type Again, type DueBatch, endBatch, lockRunning, msUntilDue, type NextItem, nextItem, noteItem, putOff, takeDue,
} from './batch-statements.js';

/** What a step has come to: something was done, or how long there is nothing to do; milliseconds. */
export type Step = { readonly worked: true } | { readonly worked: false; readonly restMs: number | undefined };

/** How long a batch rests whose act has failed for a reason that passes; milliseconds. */
const AGAIN_AFTER_MS = 1_000;
/** How long it rests each time an act was cut off; after the last one its thing is skipped. Milliseconds. */
const cutOffAgainAfterMs: readonly number[] = [1_000, 2_000, 4_000, 8_000];
/** SQLSTATEs of a statement or transaction that took too long, or that somebody has ended: the thing's fault, or not. */
const cutOff: readonly unknown[] = ['57014', '25P04'];

/** How the failure of an act is read: its thing is skipped with a code, or it is tried again. */
type Reading = { readonly code: string } | Again;

/** An act that has failed, and has left nothing behind. */
class ActFailed extends Error {
  override readonly name = 'ActFailed';

  constructor(
    readonly batchId: string,
    readonly position: number,
    readonly reading: Reading,
    cause: unknown,
  ) {
    super('an act of a batch has failed', { cause });
  }
}

/**
 * Acts on the things of running batches, each in one transaction with its record in the batch and in the audit log: each
 * is acted upon once, whichever replica does it, and after a restart it goes on with the next.
 *
 * The batch's row is locked meanwhile, so that replicas take turns and a cancelled batch acts no more. Batches that are
 * due take turns, too, one thing each.
 */
export class BatchRunner {
  private readonly logger = new Logger(BatchRunner.name);
  /** The batch that had the last turn. */
  private last: string | undefined;

  constructor(
    private readonly transactions: Pick<Transactions, 'run'>,
    private readonly audit: Pick<AuditLog, 'record'>,
    private readonly kinds: ReadonlyMap<string, BatchKind<never>>,
  ) {}

  /**
   * Does the next thing whose turn it is, if there is one. A thing whose act has failed for a reason that passes is tried
   * again, a little later; one whose act is cut off each time is skipped in the end.
   *
   * @throws when the database does not answer; nothing was done then.
   */
  async step(): Promise<Step> {
    const kinds = [...this.kinds.keys()];
    try {
      return await this.transactions.run(async (db) => {
        const batch = await takeDue(db, kinds, this.last);
        if (!batch) return { worked: false, restMs: await msUntilDue(db, kinds) };
        this.last = batch.id;
        const item = await nextItem(db, batch.id);
        if (item) await this.act(db, batch, item);
        else await endBatch(db, batch.kind, batch.id, 'done');
        return { worked: true };
      });
    } catch (error) {
      if (!(error instanceof ActFailed)) throw error;
      await ('code' in error.reading ? this.skip(error, error.reading.code) : this.putOff(error, error.reading));
      return { worked: true };
    }
  }

  private async act(db: DatabaseTransaction, batch: DueBatch, { position, cutOffs, ...item }: NextItem): Promise<void> {
    const { id, kind: name, ...order } = batch;
    const kind = this.kinds.get(name)!;
    let outcome: ItemOutcome;
    try {
      outcome = await kind.act(db, { ...order, ...item, batchId: id });
    } catch (error) {
      throw new ActFailed(id, position, readingOf(error, cutOffs), error);
    }
    if (outcome.outcome === 'skipped') return noteItem(db, id, position, { state: 'skipped', code: outcome.code });
    await noteItem(db, id, position, { state: 'done', code: null });
    const { act, by, reason } = order;
    const detail = { ...outcome.detail, batch: id };
    await this.audit.record(db, { act, by, reason, subject: { kind: kind.subjectKind, id: item.subjectId }, detail });
  }

  private async putOff({ batchId, position, cause }: ActFailed, again: Again): Promise<void> {
    this.logger.warn({ msg: 'an act of a batch is tried again later', batch: batchId, err: cause });
    await this.transactions.run((db) => putOff(db, batchId, position, again));
  }

  /** In a transaction of its own: what the act had done before it failed is undone. */
  private async skip({ batchId, position, cause }: ActFailed, code: string): Promise<void> {
    if (!(cause instanceof Problem)) this.logger.error({ msg: 'an act of a batch has failed', batch: batchId, err: cause });
    await this.transactions.run(async (db) => {
      const item = (await lockRunning(db, batchId)) ? await nextItem(db, batchId) : undefined;
      if (item?.position === position) await noteItem(db, batchId, position, { state: 'skipped', code });
    });
  }
}

function readingOf(error: unknown, cutOffs: number): Reading {
  if (error instanceof Problem) return { code: error.code };
  if (cutOff.includes((error as { code?: unknown } | null)?.code)) {
    const afterMs = cutOffAgainAfterMs[cutOffs];
    return afterMs === undefined ? { code: 'act-timed-out' } : { afterMs, cutOffs: cutOffs + 1 };
  }
  return classify(error).kind === FailureKind.transient ? { afterMs: AGAIN_AFTER_MS, cutOffs } : { code: 'act-failed' };
}
