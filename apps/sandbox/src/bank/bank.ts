import { canonicalHash } from '../canonical-hash.js';
import { untilKnown, untilSo } from '../delivery/persistence.js';
import { fromKurus, toKurus } from '../money.js';
import { nothingSent, raised, type KindProgress } from '../morning/kind-progress.js';
import { businessDateOf } from '../world/business-date.js';
import { turkishIban } from '../world/iban.js';
import { Random } from '../world/random.js';
import { type Due } from '../world/transfer-habit.js';
import { type BankJournal, type WrittenStatement } from './bank-journal.js';
import { type StatementEntry, type StatementVersion } from './bank-ledger.js';
import { camt053, movementOf } from './camt053.js';
import { statementLines } from './statement-lines.js';
import { type StatementEndpoint } from './statement-endpoint.js';

/** The account of the seller at this bank. */
export const SELLERS_ACCOUNT = turkishIban('0006200010000001720038');

const FIRST_OPENING = '250000.00';
/** Two minutes. */
const INVOICE_LOOKS = { everyMs: 250, withinMs: 120_000 };

/** What the bank's customers know. */
export interface BankSurroundings {
  /** The number of the invoice of an order, once the seller has booked it. */
  readonly invoiceNumberOf: (orderNumber: string) => string | undefined;
}

/**
 * The bank of the seller: its customers' transfers come in, and a statement of the day tells of them.
 *
 * A statement is written down before it is delivered, and delivered again and again until it is accepted or refused;
 * one that was not answered when the process ended is delivered by `resume`. Ends early, without a note, when
 * it is stopped.
 */
export class Bank {
  private readonly abort = new AbortController();
  private counts: KindProgress = nothingSent();

  constructor(
    private readonly journal: BankJournal,
    private readonly endpoint: StatementEndpoint,
    private readonly surroundings: BankSurroundings,
  ) {}

  /**
   * Lets every payer of a due pay who has not done so, once the seller has invoiced all of these orders (it is waited
   * for two minutes at most), and delivers the statement of the day.
   */
  async settle(dues: readonly Due[], seed: number, version: StatementVersion): Promise<void> {
    const paying = dues.filter(({ habit }) => habit !== 'never-pays');
    const open = paying.filter(({ orderNumber }) => !this.journal.hasPaidFor(orderNumber));
    this.counts = nothingSent(open.length);
    if (open.length === 0) return;
    const { invoiceNumberOf } = this.surroundings;
    const { signal } = this.abort;
    const areInvoiced = (): boolean => open.every(({ orderNumber }) => invoiceNumberOf(orderNumber) !== undefined);
    await untilSo(areInvoiced, INVOICE_LOOKS, signal);
    if (signal.aborted) return;
    const statement = await this.journal.write(this.statementOf(open, seed, version, new Date()));
    this.counts = raised(this.counts, ['sent'], open.length);
    await this.deliver(statement);
    const { answer } = statement;
    if (answer === 'accepted' || answer === 'refused') {
      this.counts = raised(this.counts, ['answered', answer], open.length);
    }
  }

  /** Delivers a statement of what those payers pay who have their invoices by now; none where nobody has. */
  settleInvoiced(dues: readonly Due[], seed: number, version: StatementVersion): Promise<void> {
    const { invoiceNumberOf } = this.surroundings;
    return this.settle(dues.filter(({ orderNumber }) => invoiceNumberOf(orderNumber) !== undefined), seed, version);
  }

  /** Delivers the statements that had no answer when the process ended. */
  async resume(): Promise<void> {
    for (const statement of this.journal.open()) await this.deliver(statement);
  }

  progress(): KindProgress {
    return this.counts;
  }

  /** Ends at once: a statement without an answer stays open in the journal. */
  stop(): void {
    this.abort.abort();
  }

  private statementOf(dues: readonly Due[], seed: number, version: StatementVersion, at: Date): StatementEntry {
    const { latest } = this.journal;
    const sequence = (latest?.sequence ?? 0) + 1;
    const statementId = `AM01TRY${String(sequence).padStart(6, '0')}`;
    const random = new Random(`${seed} ${statementId}`);
    const lines = statementLines(dues, this.surroundings.invoiceNumberOf, statementId, random);
    const opening = latest?.closing ?? FIRST_OPENING;
    const closing = fromKurus((toKurus(opening) ?? 0n) + movementOf(lines));
    const identity = { statementId, messageId: `ORNK${statementId}`, sequence, iban: SELLERS_ACCOUNT };
    const statement = { ...identity, date: businessDateOf(at), version, opening, closing, lines };
    const xml = camt053(statement, at);
    return { kind: 'statement', ...statement, xml, contentHash: canonicalHash({ lines, xml }) };
  }

  private async deliver(statement: WrittenStatement): Promise<void> {
    const { statementId, xml } = statement.entry;
    const { signal } = this.abort;
    await untilKnown(async () => {
      const sentAt = new Date().toISOString();
      const attempt = statement.attempts + 1;
      const answered = await this.endpoint.post(xml, signal);
      if (signal.aborted) return answered.answer;
      await this.journal.note({ kind: 'delivered', statementId, attempt, sentAt, ...answered });
      return answered.answer;
    }, signal);
  }
}
