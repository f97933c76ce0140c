import type { PoolClient } from 'pg';
import type { Cause, Received } from '../message/received.js';
import { CausedOutputs, type OutputSink } from './caused-outputs.js';
import type { Handover, OutputReceiver } from './handover.js';
import type { MessageWriter } from './message-writer.js';
import type { CommandEnd, Output, ScheduledOutput, StoredOutput } from './output.js';
import type { OutboxEntry, OutputStatements, Queryable } from './output-statements.js';
import type { AnsweringTransaction, OpenTransaction, SetWriter } from './transaction.js';
import { CommandNotRunning, CommitUnknown, isStatementError, TransactionAborted } from './transaction.errors.js';

/** The smallest write: a record of the log that no table has, and that nobody reads. */
const writeNothing = `SELECT pg_logical_emit_message(true, 'kervan', '')`;

/** What every transaction of one kind shares. */
export interface TransactionParts {
  readonly writer: MessageWriter;
  readonly statements: OutputStatements;
  readonly receiver: OutputReceiver;
  /** The source of ids that are derived from received messages. */
  readonly consumer: string;
  /** Whether outputs of lanes owned here go to the sender from memory; else keys are locked and the table is read. */
  readonly handsOver: boolean;
}

/** A transaction on one connection of a pool. Its connection is pipelined: statements may be issued without waiting. */
export class PgTransaction implements OpenTransaction, OutputSink, Queryable {
  private readonly causes = new Map<string, CausedOutputs>();
  private readonly schedules = new Map<string, ScheduledOutput | undefined>();
  private readonly ends = new Map<string, CommandEnd>();
  private readonly collected = new Map<SetWriter<unknown>, unknown[]>();
  private readonly outputs: (Output | CommandEnd)[] = [];
  private over: Error | undefined;

  constructor(
    private readonly client: PoolClient,
    private readonly parts: TransactionParts,
  ) {
    client.on('error', this.connectionLost);
  }

  causedBy(cause: Cause | Received<unknown>): AnsweringTransaction {
    const source = 'source' in cause ? cause.source : this.parts.consumer;
    const name = `${source} ${cause.id}`;
    let outputs = this.causes.get(name);
    if (!outputs) {
      const { id, correlationId, acceptedAt, traceparent, baggage } = cause;
      const own = { id, correlationId, acceptedAt, traceparent, baggage, source };
      outputs = new CausedOutputs(own, this.parts.writer, this);
      this.causes.set(name, outputs);
    }
    return outputs;
  }

  async query<R>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    if (this.over) throw this.over;
    const { rows } = await this.client.query(sql, params as unknown[]);
    return rows as R[];
  }

  async confirm(): Promise<void> {
    await this.query(writeNothing);
  }

  add(output: Output): void {
    this.assertOpen();
    this.outputs.push(output);
  }

  copy(record: Output): void {
    this.add(record);
  }

  end(command: CommandEnd): void {
    this.assertOpen();
    if (this.ends.has(command.commandId)) throw new CommandNotRunning(command.commandId);
    this.ends.set(command.commandId, command);
    this.outputs.push(command);
  }

  plan(name: string, output: ScheduledOutput | undefined): void {
    this.assertOpen();
    this.schedules.set(name, output);
  }

  collect<R>(writer: SetWriter<R>, row: R): void {
    this.assertOpen();
    const rows = this.collected.get(writer as SetWriter<unknown>);
    if (rows) rows.push(row);
    else this.collected.set(writer as SetWriter<unknown>, [row]);
  }

  async commit(): Promise<void> {
    for (const [writer, rows] of this.collected) await writer.write(this, rows);
    const entries = this.entriesOf(await this.endCommands());
    const handover = this.parts.receiver.expect(this.parts.handsOver ? entries.map(({ output }) => output) : []);
    let ids: readonly Pick<StoredOutput, 'id'>[];
    try {
      ids = await this.writeAndCommit(entries);
    } catch (error) {
      if (error instanceof CommitUnknown) handover.doubtful();
      else handover.rolledBack();
      throw error;
    }
    this.close(new Error('the transaction has ended'), false);
    this.deliver(entries, ids, handover);
    for (const writer of this.collected.keys()) writer.committed?.();
  }

  async rollback(): Promise<void> {
    if (this.over) return;
    try {
      await this.client.query('ROLLBACK');
      this.close(new Error('the transaction was rolled back'), false);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  destroy(reason: Error): void {
    this.close(reason, true);
  }

  /** Ends commands first: their rows tell the topics of their replies. */
  private async endCommands(): Promise<Output[]> {
    const ends = [...this.ends.values()];
    if (ends.length === 0) return this.outputs as Output[];
    const ended = await this.parts.statements.endCommands(this, ends);
    const topics = new Map(ended.map(({ commandId, topic }) => [commandId, topic]));
    return this.outputs.map((output) => {
      if (!('addressed' in output)) return output;
      const topic = topics.get(output.commandId);
      if (topic === undefined) throw new CommandNotRunning(output.commandId);
      return output.addressed(topic);
    });
  }

  private entriesOf(outputs: readonly Output[]): OutboxEntry[] {
    const { handsOver, receiver } = this.parts;
    return outputs.map((output) => ({
      output,
      handedTo: handsOver ? receiver.takerOf(output.lane) : undefined,
    }));
  }

  /** All in one flight: an error in any statement makes the COMMIT behind it a rollback. */
  private async writeAndCommit(entries: readonly OutboxEntry[]): Promise<readonly Pick<StoredOutput, 'id'>[]> {
    this.assertOpen();
    const { statements, handsOver } = this.parts;
    const scheduled = [...this.schedules.values()].filter((one) => one !== undefined);
    const dropped = [...this.schedules].filter(([, one]) => one === undefined).map(([name]) => name);
    const writes: Promise<unknown>[] = [];
    if (dropped.length > 0) writes.push(statements.dropSchedules(this, dropped));
    if (scheduled.length > 0) writes.push(statements.replaceSchedules(this, scheduled));
    const keys = handsOver ? [] : entries.map(({ output }) => output.key).filter((key) => key !== null);
    if (keys.length > 0) writes.push(statements.lockKeys(this, keys));
    const inserted = entries.length > 0 ? statements.insertOutputs(this, entries) : Promise.resolve([]);
    const committed = this.client.query('COMMIT');
    const [, answer] = [await Promise.allSettled([...writes, inserted]), await settle(committed)];
    await Promise.all(writes).catch(this.lost);
    const ids = await inserted.catch(this.lost);
    if ('error' in answer) return this.lost(answer.error);
    if (answer.value.command !== 'COMMIT') throw new TransactionAborted();
    return ids;
  }

  /** An error of a statement has undone the transaction; any other may have hit the connection after the commit. */
  private readonly lost = (error: unknown): never => {
    if (isStatementError(error)) throw error;
    const unknown = new CommitUnknown(error);
    this.destroy(unknown);
    throw unknown;
  };

  private deliver(entries: readonly OutboxEntry[], ids: readonly Pick<StoredOutput, 'id'>[], handover: Handover): void {
    const stored = entries.map((entry, at) => ({ ...entry.output, id: ids[at]!.id }));
    handover.committed(stored.filter((_, at) => entries[at]!.handedTo));
    const others = entries.filter(({ handedTo }) => !handedTo).map(({ output }) => output.lane);
    if (others.length > 0) this.parts.receiver.wake(others);
  }

  private readonly connectionLost = (error: Error): void => this.destroy(error);

  private assertOpen(): void {
    if (this.over) throw this.over;
  }

  private close(reason: Error, destroyed: boolean): void {
    if (this.over) return;
    this.over = reason;
    this.client.off('error', this.connectionLost);
    this.client.release(destroyed);
  }
}

async function settle<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}
