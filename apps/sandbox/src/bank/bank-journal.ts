import { join } from 'node:path';
import { Ledger } from '../ledger/ledger.js';
import { type BankEntry, type DeliveredStatementEntry, type StatementEntry } from './bank-ledger.js';

/** A statement and how far the bank has got with delivering it. */
export interface WrittenStatement {
  readonly entry: StatementEntry;
  attempts: number;
  answer?: DeliveredStatementEntry['answer'];
}

/**
 * The journal of the bank, written before a statement is delivered and after each answer: bank.jsonl.
 *
 * A statement that was not answered when the process ended is found again at the next start; sequence numbers and
 * balances go on from statement to statement.
 */
export class BankJournal {
  private readonly statements = new Map<string, WrittenStatement>();
  private readonly settled = new Set<string>();
  private last: StatementEntry | undefined;
  private ledger: Ledger<BankEntry>;

  private constructor() {}

  static async open(directory: string): Promise<BankJournal> {
    const journal = new BankJournal();
    journal.ledger = await Ledger.open<BankEntry>(join(directory, 'bank.jsonl'), (line) => journal.enter(line));
    return journal;
  }

  /** The statement before the next, if there was one. */
  get latest(): StatementEntry | undefined {
    return this.last;
  }

  /** Tells whether somebody has paid, rightly or not, for an order. */
  hasPaidFor(orderNumber: string): boolean {
    return this.settled.has(orderNumber);
  }

  /** Notes a statement; it may be delivered once this resolves. */
  async write(entry: StatementEntry): Promise<WrittenStatement> {
    await this.ledger.append(entry);
    return this.enterStatement(entry);
  }

  /** Notes an answer. */
  async note(entry: DeliveredStatementEntry): Promise<void> {
    await this.ledger.append(entry);
    this.enter(entry);
  }

  /** The statements that have no answer yet, oldest first. */
  open(): WrittenStatement[] {
    return [...this.statements.values()].filter(({ answer }) => answer === undefined || answer === 'unknown');
  }

  close(): Promise<void> {
    return this.ledger.close();
  }

  private enter(line: BankEntry): void {
    if (line.kind === 'statement') {
      this.enterStatement(line);
      return;
    }
    const statement = this.statements.get(line.statementId);
    if (!statement) throw new Error(`bank.jsonl answers ${line.statementId}, which was never written.`);
    statement.attempts = line.attempt;
    statement.answer = line.answer;
  }

  private enterStatement(entry: StatementEntry): WrittenStatement {
    const statement = { entry, attempts: 0 };
    this.statements.set(entry.statementId, statement);
    for (const { orderNumber } of entry.lines) if (orderNumber !== undefined) this.settled.add(orderNumber);
    this.last = entry;
    return statement;
  }
}
