import type { Message } from '@kervan/contracts';
import type { Cause, Received } from '../message/received.js';
import type { Output } from './output.js';

/** Which topic a message goes to, where its record may be on several. */
export interface SendOptions {
  readonly topic?: string;
}

/**
 * The outputs of one cause, and its part in a database transaction: all of it commits, or none.
 *
 * Outputs are checked and encoded when they are given, and written just before the commit, in the order in which they
 * were given. Their ids follow from the cause, their ordinal, their record, what they say, and when they are due where they
 * are scheduled: the same work done again after a lost commit writes the same ids, and what an older state of a database
 * makes of the same cause in another way, or at another time, is not taken for what it has sent before. What a reply says
 * plays no part: the first one to a command is its answer. Every method throws at once what is wrong with a message: a wrong
 * kind or topic, data that does not fit its schema, a key that is missing, a size that Kafka would not take; all permanent.
 */
export interface Transaction {
  /** What the outputs come from; may be kept, and given to a later transaction. */
  readonly cause: Cause;
  /** Publishes an event. */
  publish(event: Message): void;
  /** Sends a command to its one owner. */
  send(command: Message, options?: SendOptions): void;
  /**
   * Ends the command that `outcome.data.commandId` names, keeps the reply for whoever asks again, and sends it to the
   * replies topic of the command's topic.
   *
   * @throws {CommandNotRunning} when the command has been replied to, was withdrawn, or was never begun; permanent.
   * Told at once where this transaction knows it, else at the commit.
   */
  reply(outcome: Message): void;
  /** Sends an event or a command no sooner than `at`, once; replaces the scheduled message of that name. */
  schedule(name: string, message: Message, at: Date, options?: SendOptions): void;
  /** Takes back the scheduled message of that name, if it has not been sent. */
  unschedule(name: string): void;
  /** Gives a row to a writer that writes the rows of all causes of the database transaction at once, at its end. */
  collect<R>(writer: SetWriter<R>, row: R): void;
  /** Runs one SQL statement in the transaction and returns its rows. */
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/** Writes rows set-wise: one statement for a chunk of causes where each by itself would need its own. */
export interface SetWriter<R> {
  /** Writes the rows, in the order in which they were collected; called once, before the outputs are written. */
  write(db: DatabaseTransaction, rows: readonly R[]): Promise<void>;
  /** Called once the rows are committed. */
  committed?(): void;
}

/** One database transaction, with the outputs of any number of causes. */
export interface DatabaseTransaction {
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  /**
   * Has the commit wait as a write's does: with a synchronous standby, until that has all that was read here. For an
   * answer that repeats what an earlier transaction has recorded; one that only reads commits without waiting.
   */
  confirm(): Promise<void>;
  /** The outputs of a cause; the same ones each time the same cause is given. */
  causedBy(cause: Cause | Received<unknown>): Transaction;
}

/** A transaction that may also answer for commands without ending them. */
export interface AnsweringTransaction extends Transaction {
  /** Sends an encoded reply to a command of the given topic, as a new message, and leaves the command's row alone. */
  answer(kept: KeptReply, commandTopic: string): void;
}

/** A reply as it is kept with its command. */
export interface KeptReply {
  /** Full name of its record. */
  readonly type: string;
  /** Its value on the wire. */
  readonly value: Buffer;
  readonly key: string;
}

/** A database transaction that its holder ends himself. */
export interface OpenTransaction extends DatabaseTransaction {
  causedBy(cause: Cause | Received<unknown>): AnsweringTransaction;
  /** Puts a record that is no message of the catalogue into the outbox as it is, such as a copy of a dead letter. */
  copy(record: Output): void;
  /**
   * Writes the outputs, commits, gives the connection back, and lets the sender know.
   *
   * @throws {CommitUnknown} when the connection was lost before the answer: it may or may not be committed.
   */
  commit(): Promise<void>;
  /** Undoes everything and gives the connection back. Never throws: a connection that does not answer is destroyed. */
  rollback(): Promise<void>;
  /** Breaks the connection off; whatever is tried in this transaction from then on throws the reason. */
  destroy(reason: Error): void;
}
