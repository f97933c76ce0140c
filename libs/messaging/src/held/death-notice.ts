import { Logger } from '@nestjs/common';
import type { CommandStore } from '../command/command-store.js';
import { classify } from '../consumer/failure.js';
import type { Received } from '../message/received.js';
import type { OpenTransaction } from '../transaction/transaction.js';
import { copyDeadLetter, type DeadLetter } from './dead-letter-copy.js';

/** Tells those outside that a message has become dead, within the transaction that holds it. */
export class DeathNotice {
  private readonly logger = new Logger(DeathNotice.name);

  constructor(
    private readonly service: string,
    private readonly commands: Pick<CommandStore, 'dead'>,
  ) {}

  /**
   * Copies the message to the dead letter topic; the sender of a command is answered `CommandDead`.
   *
   * Holding a message never fails by its notice: a command that cannot be answered, because what it carries fits no
   * reply, is logged.
   */
  give(db: OpenTransaction, letter: DeadLetter, message: Received<unknown> | undefined): void {
    copyDeadLetter(db, this.service, letter);
    if (message?.type.kind !== 'command') return;
    const { code, stage } = letter.failure;
    const detail = `held dead at stage ${stage}: ${message.topic}, partition ${message.partition}, offset ${message.offset}`;
    try {
      this.commands.dead(db, message, { code, detail });
    } catch (error) {
      this.logger.error({ msg: 'a dead command cannot be answered', messageId: message.id, code: classify(error).code });
    }
  }
}
