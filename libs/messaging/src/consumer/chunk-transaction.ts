import { Withdraw } from '@kervan/contracts';
import type { CommandStore } from '../command/command-store.js';
import type { DeathNotice } from '../held/death-notice.js';
import { type Hold, HeldState } from '../held/held-message.js';
import type { HeldWriter } from '../held/held-writer.js';
import type { Received } from '../message/received.js';
import type { OpenTransaction } from '../transaction/transaction.js';
import type { Transactions } from '../transaction/transactions.js';
import type { ReadItem } from './chunk-item.js';
import type { ChunkStatements, Step, TopicKey } from './chunk-statements.js';
import { classify, type Failure, FailureKind } from './failure.js';
import type { HandlerCaller } from './handler-caller.js';
import { arrange } from './handler-runs.js';
import { type Handler, WhenDead } from './handlers.js';
import type { OwnedPartition } from './owned-partition.js';
import { nextDelayMs, standardRetry } from './retry-policy.js';

/** What an attempt at a chunk came to. */
export type Attempt =
  | { readonly outcome: 'committed'; readonly counts: ChunkCounts }
  /** Others have moved these partitions' positions; nothing was done. */
  | { readonly outcome: 'overtaken'; readonly partitions: ReadonlySet<OwnedPartition> };

/** What a committed chunk held. */
export interface ChunkCounts {
  handled: number;
  skipped: number;
  duplicates: number;
  held: number;
}

/** Thrown when an attempt was rolled back. */
export class ChunkFailed extends Error {
  override readonly name = 'ChunkFailed';

  constructor(
    readonly failure: Failure,
    /** The message whose handler threw, where that is known. */
    readonly culprit: ReadItem | undefined,
    cause: unknown,
  ) {
    super(`${failure.code}: ${failure.detail}`, { cause });
  }
}

/** The parts that a chunk's transaction is made of. */
export interface ChunkTransactionParts {
  readonly consumer: string;
  readonly transactions: Pick<Transactions, 'begin'>;
  readonly commands: Pick<CommandStore, 'begin'>;
  readonly held: HeldWriter;
  readonly notice: DeathNotice;
  readonly caller: HandlerCaller;
  readonly statements: ChunkStatements;
  readonly random: () => number;
}

type MessageItem = ReadItem & { readonly content: { readonly kind: 'message' } };

/**
 * Makes a chunk one transaction: positions, inbox, held messages, state changes and outputs commit together or not at
 * all.
 *
 * A message runs when its position is the owner's to move, its id is new to the inbox and no earlier message of its key
 * is held. Otherwise it is dropped, ignored, or queues behind the held one.
 */
export class ChunkTransaction {
  constructor(private readonly parts: ChunkTransactionParts) {}

  /**
   * Tries the items once.
   *
   * @param failed items that have failed alone, with their failures: they are held instead of run.
   * @throws {ChunkFailed} when it was rolled back.
   */
  async attempt(items: readonly ReadItem[], failed: ReadonlyMap<ReadItem, Failure>): Promise<Attempt> {
    const { transactions } = this.parts;
    let db: OpenTransaction | undefined;
    try {
      db = await transactions.begin();
      const attempt = await this.inTransaction(db, items, failed);
      if (attempt.outcome === 'committed') await db.commit();
      else await db.rollback();
      return attempt;
    } catch (error) {
      await db?.rollback();
      throw error instanceof ChunkFailed ? error : new ChunkFailed(classify(error), undefined, error);
    }
  }

  private async inTransaction(
    db: OpenTransaction,
    items: readonly ReadItem[],
    failed: ReadonlyMap<ReadItem, Failure>,
  ): Promise<Attempt> {
    const { consumer, statements } = this.parts;
    const steps = stepsOf(items);
    const entering = items.filter(({ content }) => content.kind !== 'skipped');
    const keys = topicKeysOf(entering);
    const [, moved, fresh, heldKeys] = await Promise.all([
      statements.lockProgress(db, consumer, [...steps.values()]),
      statements.advance(db, consumer, [...steps.values()]),
      statements.enterInbox(db, consumer, entering.map(({ messageId }) => messageId)),
      statements.heldKeys(db, consumer, keys),
    ]);
    if (moved.length < steps.size) return { outcome: 'overtaken', partitions: overtaken(steps, moved) };

    const { holds, runnable } = this.sortOut(
      entering.filter((_, index) => fresh.has(index)),
      failed,
      new Set(keys.filter((_, index) => heldKeys.has(index)).map(nameOf)),
    );
    await this.run(db, runnable);
    await this.parts.held.hold(db, holds.map(({ hold }) => hold));
    for (const { item, hold } of holds) this.announceDead(db, item, hold);
    const counts = {
      handled: runnable.length,
      skipped: items.length - entering.length,
      duplicates: entering.length - fresh.size,
      held: holds.length,
    };
    return { outcome: 'committed', counts };
  }

  /** What runs, and what is held: the failed ones, and whatever comes after an open held message of its key. */
  private sortOut(
    items: readonly ReadItem[],
    failed: ReadonlyMap<ReadItem, Failure>,
    heldKeys: Set<string>,
  ): { holds: { item: ReadItem; hold: Hold }[]; runnable: MessageItem[] } {
    const holds: { item: ReadItem; hold: Hold }[] = [];
    const runnable: MessageItem[] = [];
    for (const item of items) {
      const { record, content } = item;
      const key = record.key && nameOf({ topic: record.topic, key: record.key });
      const failure = content.kind === 'undecodable' ? content.failure : failed.get(item);
      if (failure) {
        const hold = this.holdOf(item, failure);
        holds.push({ item, hold });
        if (key !== null && hold.blocks) heldKeys.add(key);
      } else if (key !== null && heldKeys.has(key) && !isWithdraw(item)) {
        holds.push({ item, hold: queued(item) });
      } else if (isMessage(item)) {
        runnable.push(item);
      }
    }
    return { holds, runnable };
  }

  private holdOf(item: ReadItem, failure: Failure): Hold {
    const { retry = standardRetry, whenDead } = (isMessage(item) && item.content.handler) || {};
    const delay = failure.kind === FailureKind.permanent ? undefined : nextDelayMs(retry, 1, 0, this.parts.random());
    const passes = whenDead === WhenDead.pass;
    const held = { record: item.record, messageId: item.messageId, failure };
    return delay === undefined
      ? { ...held, state: HeldState.dead, blocks: item.record.key !== null && !passes, dueInMs: 0 }
      : { ...held, state: HeldState.waiting, blocks: item.record.key !== null, dueInMs: delay };
  }

  private announceDead(db: OpenTransaction, item: ReadItem, { state, failure, record }: Hold): void {
    if (state !== HeldState.dead || !failure) return;
    const message = isMessage(item) ? item.content.message : undefined;
    this.parts.notice.give(db, { record, failure, firstCode: failure.code, tries: 1 }, message);
  }

  private async run(db: OpenTransaction, items: readonly MessageItem[]): Promise<void> {
    const commands = items.map(({ content }) => content.message).filter(({ type }) => type.kind === 'command');
    const wanted = commands.length > 0 ? await this.parts.commands.begin(db, commands) : new Set<Received<unknown>>();
    const runs = arrange(
      items.flatMap((item) => {
        const { message, handler } = item.content;
        const runs = handler && (message.type.kind !== 'command' || wanted.has(message));
        return runs ? [{ item, message, handler, key: message.key }] : [];
      }),
    );
    for (const { handler, of } of runs) await this.call(db, handler, [of].flat());
  }

  private async call(
    db: OpenTransaction,
    handler: Handler,
    of: readonly { readonly item: ReadItem; readonly message: Received<unknown> }[],
  ): Promise<void> {
    try {
      if (handler.takes === 'one') await this.parts.caller.callOne(handler, of[0]!.message, db);
      else await this.parts.caller.callMany(handler, of.map(({ message }) => message), db);
    } catch (error) {
      throw new ChunkFailed(classify(error), of.length === 1 ? of[0]?.item : undefined, error);
    }
  }
}

function stepsOf(items: readonly ReadItem[]): Map<OwnedPartition, Step> {
  const steps = new Map<OwnedPartition, Step>();
  for (const { partition, previous, next } of items) {
    const { topic, number } = partition;
    steps.set(partition, { topic, number, from: steps.get(partition)?.from ?? previous, to: next });
  }
  return steps;
}

function overtaken(
  steps: ReadonlyMap<OwnedPartition, Step>,
  moved: readonly { topic: string; number: number }[],
): Set<OwnedPartition> {
  const done = new Set(moved.map(({ topic, number }) => `${topic} ${number}`));
  return new Set([...steps.keys()].filter(({ topic, number }) => !done.has(`${topic} ${number}`)));
}

function topicKeysOf(items: readonly ReadItem[]): TopicKey[] {
  const keys = new Map<string, TopicKey>();
  for (const { record } of items) {
    if (record.key === null) continue;
    const key = { topic: record.topic, key: record.key };
    keys.set(nameOf(key), key);
  }
  return [...keys.values()];
}

function nameOf({ topic, key }: TopicKey): string {
  return `${topic} ${key.toString('hex')}`;
}

function isMessage(item: ReadItem): item is MessageItem {
  return item.content.kind === 'message';
}

function isWithdraw(item: ReadItem): boolean {
  return isMessage(item) && item.content.message.type.fullName === Withdraw.fullName;
}

function queued({ record, messageId }: ReadItem): Hold {
  return { record, messageId, state: HeldState.waiting, blocks: record.key !== null, dueInMs: 0, failure: undefined };
}
