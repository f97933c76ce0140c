import { join } from 'node:path';
import { Ledger } from '../ledger/ledger.js';
import { type AnsweredEntry, type CancellationEntry, type RungEntry, type TillEntry } from './tills-ledger.js';

/** A rung receipt and how far the till has got with it. */
export interface RungReceipt {
  readonly rung: RungEntry;
  /** Attempts so far, by sending from 1. */
  readonly attempts: Map<number, number>;
  /** Sendings that have their answer. */
  readonly answered: Set<number>;
  saleId?: string;
  cancellationAttempts: number;
  cancellationAnswered: boolean;
}

/**
 * The journal of all tills, written before a receipt is sent and after each answer: tills.jsonl.
 *
 * What was rung and not answered when the process ended is found again at the next start, and the Z number goes on.
 */
export class TillJournal {
  private readonly receipts = new Map<string, RungReceipt>();
  private highestZ = 0;
  private ledger: Ledger<TillEntry>;

  private constructor() {}

  static async open(directory: string): Promise<TillJournal> {
    const journal = new TillJournal();
    journal.ledger = await Ledger.open<TillEntry>(join(directory, 'tills.jsonl'), (line) => journal.enter(line));
    return journal;
  }

  /** The Z number that the tills play next. */
  get nextZ(): number {
    return this.highestZ + 1;
  }

  /** Notes that a receipt was rung; it may be sent once this resolves. */
  async ring(rung: RungEntry): Promise<RungReceipt> {
    await this.ledger.append(rung);
    return this.enter(rung);
  }

  /** Notes an answer. */
  async note(entry: AnsweredEntry | CancellationEntry): Promise<void> {
    await this.ledger.append(entry);
    this.enter(entry);
  }

  /** The receipts with which a till is not done. */
  open(): RungReceipt[] {
    return [...this.receipts.values()].filter((receipt) => !isDone(receipt));
  }

  close(): Promise<void> {
    return this.ledger.close();
  }

  private enter(entry: TillEntry): RungReceipt {
    const key = `${entry.orderNumber} ${entry.contentHash}`;
    if (entry.kind === 'rung') {
      const receipt = unanswered(entry);
      this.highestZ = Math.max(this.highestZ, entry.body.zNumber);
      this.receipts.set(key, receipt);
      return receipt;
    }
    const receipt = this.receipts.get(key);
    if (!receipt) throw new Error(`tills.jsonl answers ${entry.orderNumber}, which was never rung.`);
    if (entry.kind === 'answered') enterAnswer(receipt, entry);
    else enterCancellation(receipt, entry);
    return receipt;
  }
}

/** Tells whether every sending has its answer and the cancellation, if one is wanted, has its own. */
export function isDone({ rung, answered, saleId, cancellationAnswered }: RungReceipt): boolean {
  if (answered.size < rung.sends) return false;
  return rung.cancellation === undefined || saleId === undefined || cancellationAnswered;
}

function unanswered(rung: RungEntry): RungReceipt {
  return { rung, attempts: new Map(), answered: new Set(), cancellationAttempts: 0, cancellationAnswered: false };
}

function enterAnswer(receipt: RungReceipt, { sending, attempt, answer, saleId }: AnsweredEntry): void {
  receipt.attempts.set(sending, attempt);
  if (answer !== 'unknown') receipt.answered.add(sending);
  receipt.saleId ??= saleId;
}

function enterCancellation(receipt: RungReceipt, { attempt, answer }: CancellationEntry): void {
  receipt.cancellationAttempts = attempt;
  receipt.cancellationAnswered = answer !== 'unknown';
}
