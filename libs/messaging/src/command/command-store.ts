import { type Catalogue, CommandDead, CommandWithdrawn, type Message, Withdraw } from '@kervan/contracts';
import type { Received } from '../message/received.js';
import type { DatabaseTransaction, OpenTransaction } from '../transaction/transaction.js';
import { commandStatements, type CommandRow, type CommandStatements } from './command-statements.js';
import type { CommandWithdrawal } from './command-withdrawal.js';

/** Why a command ended dead. */
export interface DeathCause {
  readonly code: string;
  /** In words, without personal data. */
  readonly detail: string;
}

/**
 * Does each command once, and answers everyone who asks for it with its one outcome.
 *
 * A command is known by its commandId, whatever message it comes in. Never seen: it is begun. Running: nothing, its
 * outcome will come. Finished: its first reply again, byte for byte. Withdrawn: refused with `CommandWithdrawn`.
 * A `Withdraw` of a command that was never seen, whose work has not been started, or that was given up on (`CommandDead`)
 * withdraws it for ever; of one that is in progress it does nothing, and of one that has any other outcome it asks for that.
 */
export class CommandStore {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly encode: (message: Message) => Buffer,
    private readonly withdrawal: CommandWithdrawal | undefined,
    private readonly statements: CommandStatements = commandStatements,
  ) {}

  /**
   * Begins commands, set-wise, in their order; a `Withdraw` acts in its place among them.
   *
   * Needs the progress rows of the commands' partitions locked, so that nobody else begins the same command.
   *
   * @returns those that a handler is to do now, those without a commandId included. All others have been answered.
   */
  async begin(db: OpenTransaction, messages: readonly Received<unknown>[]): Promise<ReadonlySet<Received<unknown>>> {
    const asked = messages.filter((message) => commandIdOf(message) !== undefined);
    if (asked.length === 0) return new Set(messages);
    const round = new Round(await this.statements.find(db, [...new Set(asked.map((one) => commandIdOf(one)!))]));
    const toDo = new Set(messages);
    for (const message of asked) await this.take(db, round, message, toDo);
    const { entered, withdrawn } = round.changes();
    if (entered.length > 0) await this.statements.enter(db, entered);
    if (withdrawn.length > 0) await this.statements.withdraw(db, withdrawn);
    return toDo;
  }

  /**
   * Answers `CommandDead` for a command that was given up on. Does nothing for a message that nobody awaits a reply to.
   *
   * The command stays unknown here: where a person has it run again, it is done and answers for itself, under an id of
   * its own.
   */
  dead(db: OpenTransaction, message: Received<unknown>, cause: DeathCause): void {
    const commandId = commandIdOf(message);
    if (commandId === undefined || isWithdraw(message) || !this.hasReplies(message.topic)) return;
    const reply = CommandDead.of({ orderId: message.key, commandId, ...cause });
    const kept = { type: reply.type.fullName, value: this.encode(reply), key: message.key };
    const { cause: handling } = db.causedBy(message);
    db.causedBy({ ...handling, source: `${handling.source}/dead` }).answer(kept, message.topic);
  }

  private async take(
    db: OpenTransaction,
    round: Round,
    message: Received<unknown>,
    toDo: Set<Received<unknown>>,
  ): Promise<void> {
    const commandId = commandIdOf(message)!;
    const row = round.rowOf(commandId);
    if (!isWithdraw(message)) {
      if (row === undefined) return round.begin(runningRow(commandId, message), message);
      toDo.delete(message);
      return this.answer(db, row, message);
    }
    toDo.delete(message);
    if (row === undefined) round.set(this.withdrawnRow(commandId, null, message));
    else if (wasGivenUp(row)) round.set(this.withdrawnRow(commandId, row.type, message));
    else if (row.state === 'running') {
      const pending = round.begunBy(commandId);
      if (pending) toDo.delete(pending);
      else if (!(await this.takeBack(db, commandId))) return;
      round.set(this.withdrawnRow(commandId, row.type, message));
    }
    this.answer(db, round.rowOf(commandId)!, message);
  }

  private async takeBack(db: DatabaseTransaction, commandId: string): Promise<boolean> {
    return (await this.withdrawal?.withdraw(db, commandId)) === 'withdrawn';
  }

  private answer(db: OpenTransaction, row: CommandRow, message: Received<unknown>): void {
    if (row.replyType === null || row.reply === null) return;
    db.causedBy(message).answer({ type: row.replyType, value: row.reply, key: row.key }, row.topic);
  }

  private withdrawnRow(commandId: string, type: string | null, { topic, key }: Received<unknown>): CommandRow {
    const reply = this.encode(CommandWithdrawn.of({ orderId: key, commandId }));
    return { commandId, type, topic, key, state: 'withdrawn', replyType: CommandWithdrawn.fullName, reply };
  }

  private hasReplies(commandTopic: string): boolean {
    if (this.catalogue.topic(commandTopic).kind !== 'commands') return false;
    return this.catalogue.repliesOf(commandTopic).records.some(({ fullName }) => fullName === CommandDead.fullName);
  }
}

/** One chunk's commands as they stand after each message, and what has to be written in the end. */
class Round {
  private readonly rows: Map<string, CommandRow>;
  private readonly stored: ReadonlySet<string>;
  private readonly begun = new Map<string, Received<unknown>>();
  private readonly changed = new Set<string>();

  constructor(found: readonly CommandRow[]) {
    this.rows = new Map(found.map((row) => [row.commandId, row]));
    this.stored = new Set(this.rows.keys());
  }

  rowOf(commandId: string): CommandRow | undefined {
    return this.rows.get(commandId);
  }

  /** The message of this chunk that began a command. */
  begunBy(commandId: string): Received<unknown> | undefined {
    return this.begun.get(commandId);
  }

  begin(row: CommandRow, message: Received<unknown>): void {
    this.begun.set(row.commandId, message);
    this.set(row);
  }

  set(row: CommandRow): void {
    this.rows.set(row.commandId, row);
    this.changed.add(row.commandId);
  }

  changes(): { readonly entered: readonly CommandRow[]; readonly withdrawn: readonly CommandRow[] } {
    const rows = [...this.changed].map((id) => this.rows.get(id)!);
    return {
      entered: rows.filter(({ commandId }) => !this.stored.has(commandId)),
      withdrawn: rows.filter(({ commandId }) => this.stored.has(commandId)),
    };
  }
}

function runningRow(commandId: string, { type, topic, key }: Received<unknown>): CommandRow {
  return { commandId, type: type.fullName, topic, key, state: 'running', replyType: null, reply: null };
}

/** Nothing has come of it, and nothing will: whoever waits for it learns more by its withdrawal than by its death. */
function wasGivenUp({ state, replyType }: CommandRow): boolean {
  return state === 'finished' && replyType === CommandDead.fullName;
}

function commandIdOf({ type, data }: Received<unknown>): string | undefined {
  if (type.kind !== 'command') return undefined;
  const { commandId } = data as { readonly commandId?: unknown };
  return typeof commandId === 'string' ? commandId : undefined;
}

function isWithdraw({ type }: Received<unknown>): boolean {
  return type.fullName === Withdraw.fullName;
}
