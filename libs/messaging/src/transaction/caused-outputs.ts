import type { Message } from '@kervan/contracts';
import type { Cause } from '../message/received.js';
import type { MessageWriter } from './message-writer.js';
import type { CommandEnd, Output, ScheduledOutput } from './output.js';
import { activeTraceparent, isOneTrace } from './trace-context.js';
import type { AnsweringTransaction, KeptReply, SendOptions, SetWriter } from './transaction.js';
import { OutputRefused } from './transaction.errors.js';

/** Where outputs are gathered until the commit. */
export interface OutputSink {
  add(output: Output): void;
  end(command: CommandEnd): void;
  /** The scheduled message of a name; `undefined` takes it back. */
  plan(name: string, output: ScheduledOutput | undefined): void;
  collect<R>(writer: SetWriter<R>, row: R): void;
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/** The outputs of one cause, numbered in the order in which they are given. */
export class CausedOutputs implements AnsweringTransaction {
  private ordinal = 0;

  constructor(
    readonly cause: Cause,
    private readonly writer: MessageWriter,
    private readonly sink: OutputSink,
  ) {}

  publish(event: Message): void {
    this.sink.add(this.write(event, this.writer.topicOf(event, ['event'])));
  }

  send(command: Message, { topic }: SendOptions = {}): void {
    this.sink.add(this.write(command, this.writer.topicOf(command, ['command'], topic)));
  }

  reply(outcome: Message): void {
    const { commandId } = outcome.data as { readonly commandId?: unknown };
    if (outcome.type.kind !== 'reply' || typeof commandId !== 'string') {
      throw new OutputRefused(`${outcome.type.fullName} is not the reply to a command`);
    }
    const cause = this.causeNow();
    const ordinal = this.ordinal++;
    const reply = this.writer.encode(outcome);
    this.sink.end({
      commandId,
      replyType: outcome.type.fullName,
      reply,
      addressed: (commandTopic) => this.writer.writeReply(outcome, reply, commandTopic, cause, ordinal),
    });
  }

  answer(kept: KeptReply, commandTopic: string): void {
    this.sink.add(this.writer.repeatReply(kept, commandTopic, this.causeNow(), this.ordinal++));
  }

  schedule(name: string, message: Message, at: Date, { topic }: SendOptions = {}): void {
    const output = this.write(message, this.writer.topicOf(message, ['event', 'command'], topic), at);
    this.sink.plan(name, { ...output, name, dueAt: at });
  }

  unschedule(name: string): void {
    this.sink.plan(name, undefined);
  }

  collect<R>(writer: SetWriter<R>, row: R): void {
    this.sink.collect(writer, row);
  }

  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    return this.sink.query(sql, params);
  }

  private write(message: Message, topic: string, dueAt?: Date): Output {
    return this.writer.write(message, topic, this.causeNow(), this.ordinal++, dueAt);
  }

  /** Goes on from the span that is active, unless that is of another trace, as a chunk's is at its commit. */
  private causeNow(): Cause {
    const traceparent = activeTraceparent();
    if (traceparent === undefined) return this.cause;
    const { traceparent: own } = this.cause;
    return own === undefined || isOneTrace(own, traceparent) ? { ...this.cause, traceparent } : this.cause;
  }
}
