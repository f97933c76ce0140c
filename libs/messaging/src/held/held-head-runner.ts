import { Logger } from '@nestjs/common';
import type { Content } from '../consumer/chunk-item.js';
import type { ChunkStatements } from '../consumer/chunk-statements.js';
import { consumptionMetrics } from '../consumer/consumption-metrics.js';
import { classify, DATABASE_UNREACHABLE, type Failure, FailureKind } from '../consumer/failure.js';
import type { HandlerCaller } from '../consumer/handler-caller.js';
import { WhenDead } from '../consumer/handlers.js';
import type { OwnedPartition } from '../consumer/owned-partition.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { RecordReader } from '../consumer/record-reader.js';
import { nextDelayMs, standardRetry } from '../consumer/retry-policy.js';
import type { Received } from '../message/received.js';
import { MAX_UNFINISHED_STARTS, processEnded, type RunStarts } from '../consumer/run-starts.js';
import type { CommandStore } from '../command/command-store.js';
import type { OpenTransaction } from '../transaction/transaction.js';
import type { Transactions } from '../transaction/transactions.js';
import type { DeathNotice } from './death-notice.js';
import { type DuePlace, type HeldHead, HeldHeads, type OpenCounts } from './held-heads.js';
import { HeldState } from './held-message.js';
import type { HeldWriter } from './held-writer.js';

/** For so long a held message is put off that could not be tried; milliseconds. */
const DATABASE_REST_MS = 5_000;
const REGISTRY_REST_MS = 30_000;

/** What became of a try. */
const Tried = {
  ended: 'ended',
  /** It came to no end, for no fault of the message. */
  notEnded: 'not-ended',
  /** Nor would any other just now. */
  databaseAway: 'database-away',
} as const;

type Tried = (typeof Tried)[keyof typeof Tried];

/** The parts that running held messages needs. */
export interface HeldHeadRunnerParts {
  readonly consumer: string;
  /** Single statements, each its own transaction. */
  readonly database: Queryable;
  readonly transactions: Pick<Transactions, 'begin'>;
  readonly commands: Pick<CommandStore, 'begin'>;
  readonly reader: Pick<RecordReader, 'contentOf' | 'prepare'>;
  readonly held: HeldWriter;
  readonly notice: DeathNotice;
  readonly caller: HandlerCaller;
  readonly statements: Pick<ChunkStatements, 'lockProgress' | 'enterInbox'>;
  readonly random: () => number;
  readonly starts: Pick<RunStarts, 'takeBackHeld'>;
  /** This process, as starts are counted. */
  readonly process: string;
}

/**
 * Runs held messages that are due: of each key only the first open one, in the partition's owner, while the position of
 * the partition is locked and is this owner's.
 *
 * State, outputs and the end of the held message commit together. A start is counted before, in a transaction of its
 * own, so that a message which takes the process with it is seen: its third start is none, it is dead. A start that came
 * to no end, for no fault of the message, is taken back.
 */
export class HeldHeadRunner {
  private readonly logger = new Logger(HeldHeadRunner.name);
  private readonly heads: HeldHeads;
  /** Where the next look begins: where the one before ended, or at those that are due the longest once all were looked at. */
  private from: DuePlace | undefined;
  /** Whether any was run since the looks began at those that are due the longest. */
  private hasRun = false;

  constructor(private readonly parts: HeldHeadRunnerParts) {
    this.heads = new HeldHeads(parts.consumer);
  }

  /**
   * Runs what is due in these partitions, a limited number of messages; tells whether there may be more.
   *
   * @param isStopping no further message is begun once it says so.
   */
  async run(partitions: readonly OwnedPartition[], isStopping: () => boolean = () => false): Promise<boolean> {
    if (partitions.length === 0) return false;
    const { heads, next } = await this.heads.due(this.parts.database, partitions, this.from);
    for (const head of heads) {
      if (isStopping()) return false;
      const { topic, partition } = head.record;
      const owner = partitions.find((one) => one.topic === topic && one.number === partition);
      const tried = owner && (await this.runOne(head, owner));
      if (tried === Tried.databaseAway) return false;
      if (tried === Tried.ended) this.hasRun = true;
    }
    const isMore = this.hasRun;
    this.from = next;
    if (next === undefined) this.hasRun = false;
    return isMore;
  }

  /** How many held messages of this consumer are open, in whatever partition. */
  open(): Promise<OpenCounts> {
    return this.heads.open(this.parts.database);
  }

  private async runOne(head: HeldHead, owner: OwnedPartition): Promise<Tried> {
    const content = await this.read(head);
    if (!content) return this.putOff(head, REGISTRY_REST_MS);
    const { database, held, starts, process } = this.parts;
    let tried: Tried = Tried.notEnded;
    try {
      const unfinished = await held.start(database, head.id, process);
      tried = await this.bring(head, owner, content, unfinished);
      return tried;
    } finally {
      if (tried !== Tried.ended) await starts.takeBackHeld(head.id);
    }
  }

  private async bring(head: HeldHead, owner: OwnedPartition, content: Content, unfinished: number): Promise<Tried> {
    try {
      if (unfinished > MAX_UNFINISHED_STARTS) {
        return await this.inTransaction(head, owner, (db) => this.fail(db, head, content, processEnded));
      }
      return await this.inTransaction(head, owner, (db) => this.handle(db, head, content));
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === FailureKind.transient) {
        this.logger.warn({ msg: 'a held message could not be run', held: head.id, code: failure.code });
        return failure.code === DATABASE_UNREACHABLE ? Tried.databaseAway : this.putOff(head, DATABASE_REST_MS);
      }
      consumptionMetrics.failed(this.parts.consumer, failure.code);
      return this.inTransaction(head, owner, (db) => this.fail(db, head, content, failure));
    }
  }

  /** What it waits for may be of its own: those that are due behind it go on meanwhile. */
  private async putOff({ id }: HeldHead, ms: number): Promise<Tried> {
    await this.parts.held.putOff(this.parts.database, id, ms);
    return Tried.notEnded;
  }

  /** What the record is; `undefined` while the registry does not tell. */
  private async read({ id, record }: HeldHead): Promise<Content | undefined> {
    try {
      await this.parts.reader.prepare([record]);
    } catch (error) {
      this.logger.warn({ msg: 'a held message could not be read', held: id, code: classify(error).code });
      return undefined;
    }
    return this.parts.reader.contentOf(record);
  }

  private async inTransaction(
    head: HeldHead,
    owner: OwnedPartition,
    work: (db: OpenTransaction) => Promise<void>,
  ): Promise<Tried> {
    const { consumer, statements, transactions } = this.parts;
    const db = await transactions.begin();
    try {
      const { topic, number, position } = owner;
      await statements.lockProgress(db, consumer, [{ topic, number, from: position, to: position }]);
      const mayRun = (await this.heads.isAt(db, owner)) && (await this.heads.lock(db, head));
      if (mayRun) await work(db);
      await db.commit();
      return mayRun ? Tried.ended : Tried.notEnded;
    } catch (error) {
      await db.rollback();
      throw error;
    }
  }

  private async handle(db: OpenTransaction, head: HeldHead, content: Content): Promise<void> {
    if (content.kind === 'undecodable') return this.fail(db, head, content, content.failure);
    if (content.kind === 'message') {
      const { message, handler } = content;
      if (!(await this.isNew(db, head, message))) return this.parts.held.duplicate(db, head.id, message.id);
      const wanted = message.type.kind !== 'command' || (await this.parts.commands.begin(db, [message])).has(message);
      if (wanted && handler?.takes === 'one') await this.parts.caller.callOne(handler, message, db);
      if (wanted && handler?.takes === 'many') await this.parts.caller.callMany(handler, [message], db);
    }
    await this.parts.held.handled(db, head.id, content.kind === 'message' ? content.message.id : head.messageId);
  }

  /**
   * Whether a message has not run yet. One that was held as such is in the inbox since; a record that was no message then is in
   * it by its place alone: another record of the same message may have run, or be held itself, and this one takes its turn.
   */
  private async isNew(db: OpenTransaction, head: HeldHead, { id }: Received<unknown>): Promise<boolean> {
    if (id === head.messageId) return true;
    const { consumer, statements, held } = this.parts;
    const entered = await statements.enterInbox(db, consumer, [id]);
    return (await held.takeOver(db, head, id)) ?? entered.size > 0;
  }

  private async fail(db: OpenTransaction, head: HeldHead, content: Content, failure: Failure): Promise<void> {
    const { held, notice, random } = this.parts;
    const tries = head.finished + 1;
    const message = content.kind === 'message' ? content : undefined;
    const { retry = standardRetry, whenDead } = message?.handler ?? {};
    const mayPass = failure.kind !== FailureKind.permanent;
    const delay = mayPass ? nextDelayMs(retry, tries, head.triedForMs, random()) : undefined;
    if (delay !== undefined) {
      return held.failed(db, head.id, failure, { state: HeldState.waiting, blocks: head.blocks, dueInMs: delay });
    }
    const blocks = head.blocks && whenDead !== WhenDead.pass;
    await held.failed(db, head.id, failure, { state: HeldState.dead, blocks, dueInMs: 0 });
    const letter = { record: head.record, failure, firstCode: head.firstCode ?? failure.code, tries };
    notice.give(db, letter, message?.message);
  }
}
