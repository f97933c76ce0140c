import type { MessageHeaders } from '../message/headers.js';

/** A record on its way to a topic: encoded, addressed, not yet stored. */
export interface Output {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly lane: number;
  readonly messageId: string;
  readonly value: Buffer | null;
  readonly headers: MessageHeaders;
}

/** A record as it lies in the outbox. */
export interface StoredOutput extends Output {
  /** Position in the outbox; a bigint as text. */
  readonly id: string;
}

/** An output that waits for its time. */
export interface ScheduledOutput extends Output {
  readonly name: string;
  readonly dueAt: Date;
}

/** The end of a command, and its reply, which waits for the command's row to tell its topic. */
export interface CommandEnd {
  readonly commandId: string;
  readonly replyType: string;
  readonly reply: Buffer;
  /** The record of the reply, once the topic of the command is known. */
  addressed(commandTopic: string): Output;
}
