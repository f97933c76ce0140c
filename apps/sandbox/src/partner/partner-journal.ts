import { join } from 'node:path';
import { Ledger } from '../ledger/ledger.js';
import { type Due } from '../world/transfer-habit.js';
import { type ControlEntry, type DroppedEntry, type InterchangeEntry, type PartnerEntry } from './partner-ledger.js';

/** An interchange and how far the partner has got with it. */
export interface SentInterchange {
  readonly entry: InterchangeEntry;
  dropped: number;
  readonly controls: ControlEntry[];
}

/**
 * The journal of the trading partner, written before a file is dropped, after it, and for each CONTRL: partner.jsonl.
 *
 * What was not answered when the process ended is found again at the next start; interchange and order numbers go on.
 */
export class PartnerJournal {
  private readonly interchanges = new Map<string, SentInterchange>();
  private readonly readFiles = new Set<string>();
  private orders = 0;
  private ledger: Ledger<PartnerEntry>;

  private constructor() {}

  static async open(directory: string): Promise<PartnerJournal> {
    const journal = new PartnerJournal();
    journal.ledger = await Ledger.open<PartnerEntry>(join(directory, 'partner.jsonl'), (line) => journal.enter(line));
    return journal;
  }

  get nextInterchange(): number {
    return this.interchanges.size + 1;
  }

  get nextOrder(): number {
    return this.orders + 1;
  }

  /** Notes an interchange; its file may be dropped once this resolves. */
  async write(entry: InterchangeEntry): Promise<SentInterchange> {
    await this.ledger.append(entry);
    return this.enterInterchange(entry);
  }

  /** Notes a dropped file or a CONTRL. */
  async note(entry: DroppedEntry | ControlEntry): Promise<void> {
    await this.ledger.append(entry);
    this.enter(entry);
  }

  /** Tells whether an answer's file has been noted. */
  hasRead(file: string, fileTime: number): boolean {
    return this.readFiles.has(`${file} ${fileTime}`);
  }

  /** The interchange of a reference, if it is the partner's own. */
  of(interchange: string): SentInterchange | undefined {
    return this.interchanges.get(interchange);
  }

  /** The interchanges of which not every file has been dropped and answered. */
  open(): SentInterchange[] {
    return [...this.interchanges.values()].filter((sent) => !isAnswered(sent, sent.entry.sends));
  }

  /** What the partner owes for the orders that it expects to be taken. */
  dues(): Due[] {
    return [...this.interchanges.values()].flatMap(({ entry }) => entry.orders.flatMap(({ due }) => due ?? []));
  }

  close(): Promise<void> {
    return this.ledger.close();
  }

  private enter(line: PartnerEntry): void {
    if (line.kind === 'interchange') {
      this.enterInterchange(line);
      return;
    }
    const sent = this.interchanges.get(line.interchange);
    if (!sent) throw new Error(`partner.jsonl speaks of ${line.interchange}, which was never written.`);
    if (line.kind === 'dropped') {
      sent.dropped = Math.max(sent.dropped, line.sending);
    } else {
      this.readFiles.add(`${line.file} ${line.fileTime}`);
      sent.controls.push(line);
    }
  }

  private enterInterchange(entry: InterchangeEntry): SentInterchange {
    const sent: SentInterchange = { entry, dropped: 0, controls: [] };
    this.interchanges.set(entry.interchange, sent);
    this.orders += entry.orders.length;
    return sent;
  }
}

/** Tells whether as many files of an interchange are dropped and answered. */
export function isAnswered({ dropped, controls }: SentInterchange, sendings: number): boolean {
  return dropped >= sendings && controls.length >= sendings;
}
