import { Logger } from '@nestjs/common';
import { Problem } from '@kervan/service-host';
import type { AuditLog } from '../audit/audit-log.js';
import { classify, FailureKind } from '../consumer/failure.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import type { Transactions } from '../transaction/transactions.js';
import type { BatchKind, ItemOutcome } from './batch-kind.js';
import {
  type DueBatch, endBatch, lockRunning, msUntilDue, type NextItem, nextItem, noteItem, postpone, takeDue,
} from './batch-statements.js';

/** What a step has come to: something was done, or how long there is nothing to do; milliseconds. */
export type Step = { readonly worked: true } | { readonly worked: false; readonly restMs: number | undefined };

/** How long a batch rests whose act has failed for a reason that passes; milliseconds. */
const AGAIN_AFTER_MS = 1_000;
/** SQLSTATEs of a statement or transaction that took too long, or that somebody has ended: not the thing's fault. */
const cutOff: readonly unknown[] = ['57014', '25P04'];

/** An act that has failed, and has left nothing behind. */
class ActFailed extends Error {
  override readonly name = 'ActFailed';

  constructor(
    readonly batchId: string,
    readonly position: number,
    /** With which code the thing is skipped; absent where the same again may succeed. */
    readonly code: string | undefined,
    cause: unknown,
  ) {
    super(code, { cause });
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
   * again, a little later.
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
      await (error.code === undefined ? this.putOff(error) : this.skip(error, error.code));
      return { worked: true };
    }
  }

  private async act(db: DatabaseTransaction, batch: DueBatch, { position, ...item }: NextItem): Promise<void> {
    const { id, kind: name, ...order } = batch;
    const kind = this.kinds.get(name)!;
    const outcome = await this.outcomeOf(id, position, async () => kind.act(db, { ...order, ...item, batchId: id }));
    if (outcome.outcome === 'skipped') return noteItem(db, id, position, { state: 'skipped', code: outcome.code });
    await noteItem(db, id, position, { state: 'done', code: null });
    const { act, by, reason } = order;
    const detail = { ...outcome.detail, batch: id };
    await this.audit.record(db, { act, by, reason, subject: { kind: kind.subjectKind, id: item.subjectId }, detail });
  }

  private async outcomeOf(batchId: string, position: number, act: () => Promise<ItemOutcome>): Promise<ItemOutcome> {
    try {
      return await act();
    } catch (error) {
      throw new ActFailed(batchId, position, skipCodeOf(error), error);
    }
  }

  private async putOff({ batchId, cause }: ActFailed): Promise<void> {
    this.logger.warn({ msg: 'an act of a batch is tried again later', batch: batchId, err: cause });
    await this.transactions.run((db) => postpone(db, batchId, AGAIN_AFTER_MS));
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

function skipCodeOf(error: unknown): string | undefined {
  if (error instanceof Problem) return error.code;
  const passes = classify(error).kind === FailureKind.transient || cutOff.includes((error as { code?: unknown } | null)?.code);
  return passes ? undefined : 'act-failed';
}
