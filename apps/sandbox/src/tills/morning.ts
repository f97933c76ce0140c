import { setTimeout as pause } from 'node:timers/promises';
import { canonicalHash } from '../canonical-hash.js';
import { type BranchKey } from './branch-keys.js';
import { momentOfSale } from './moment-of-sale.js';
import { planMorning, type PlannedSale } from './plan-morning.js';
import { orderNumberOf, type SaleBody } from './sale-body.js';
import { SalesApi } from './sales-api.js';
import { Till } from './till.js';
import { type RungReceipt, type TillJournal } from './till-journal.js';
import { type RungEntry } from './tills-ledger.js';

/** Where the tills send their sales, and the keys they hold. */
export interface SalesTarget {
  readonly url: string;
  readonly keys: readonly BranchKey[];
}

/** What morning to play: how many sales, from which seed, how many a second. */
export interface MorningOptions {
  readonly sales: number;
  readonly seed: number;
  readonly rate: number;
}

/** How far the morning is; counts are of receipts, each once however often it was sent. */
export interface MorningProgress {
  readonly state: 'idle' | 'playing' | 'done';
  readonly zNumber: number;
  readonly planned: number;
  readonly rung: number;
  readonly answered: number;
  readonly accepted: number;
  readonly refused: number;
  readonly cancelled: number;
}

/** What the next morning will bring, one item for each receipt. */
export interface MorningPreview {
  readonly zNumber: number;
  readonly items: readonly {
    readonly orderNumber: string;
    readonly kind: string;
    readonly expectation: string;
    readonly sends: number;
    readonly cancellation?: string;
  }[];
}

const MOST_AT_ONCE = 256;

/**
 * Plays the mornings of all branches, one at a time; each plays the next Z number of every till.
 *
 * A receipt is rung (written down) before it is sent, and a till is done with it once every sending has an answer; what
 * was open when the process ended is taken up again by `resume`.
 */
export class Morning {
  private readonly abort = new AbortController();
  private readonly till: Till;
  private readonly keyOf: ReadonlyMap<string, string>;
  private readonly underWay = new Set<Promise<void>>();
  private playing: Promise<void> | undefined;
  private counts: Omit<MorningProgress, 'state'> = countsOf(0, 0);
  private finished = false;

  constructor(
    private readonly journal: TillJournal,
    target: SalesTarget,
  ) {
    this.till = new Till(journal, new SalesApi(target.url, this.abort.signal), this.abort.signal);
    this.keyOf = new Map(target.keys.map(({ branch, key }) => [branch, key]));
  }

  /** Starts a morning in the background; `false` while another one is played, or without keys. */
  start(options: MorningOptions): boolean {
    if (this.playing || this.keyOf.size === 0) return false;
    const zNumber = this.journal.nextZ;
    const plan = planMorning({ ...options, zNumber });
    this.counts = countsOf(zNumber, plan.length);
    this.finished = false;
    this.playing = this.play(plan, options.rate).finally(() => {
      this.finished = true;
      this.playing = undefined;
    });
    return true;
  }

  /** Resolves once the morning that is being played has come to its end. */
  async untilPlayed(): Promise<void> {
    await this.playing;
  }

  /** Tells what `start` with the same options would play now, so that faults can be set for single orders. */
  preview(options: Omit<MorningOptions, 'rate'>): MorningPreview {
    const zNumber = this.journal.nextZ;
    const items = planMorning({ ...options, zNumber }).map(({ draft, kind, expectation, sends, cancellation }) => {
      return { orderNumber: orderNumberOf(draft), kind, expectation, sends, cancellation };
    });
    return { zNumber, items };
  }

  progress(): MorningProgress {
    const state = this.playing ? 'playing' : this.finished ? 'done' : 'idle';
    return { state, ...this.counts };
  }

  /** Takes up the receipts that were open when the process ended. */
  resume(): void {
    if (this.keyOf.size === 0) return;
    for (const receipt of this.journal.open()) this.follow(this.settle(receipt));
  }

  /** Ends at once: what is open stays open in the journal. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.playing;
    await Promise.all(this.underWay);
  }

  private async play(plan: readonly PlannedSale[], rate: number): Promise<void> {
    const start = performance.now();
    for (const [index, sale] of plan.entries()) {
      const due = start + (index * 1000) / rate - performance.now();
      if (due > 0) await pause(due, undefined, { signal: this.abort.signal }).catch(() => undefined);
      while (this.underWay.size >= MOST_AT_ONCE) await Promise.race(this.underWay);
      if (this.abort.signal.aborted) return;
      this.follow(this.sell(sale));
    }
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async sell(sale: PlannedSale): Promise<void> {
    const body: SaleBody = { ...sale.draft, soldAt: momentOfSale(sale, Date.now()) };
    const receipt = await this.journal.ring(rungOf(sale, body));
    this.count('rung');
    await this.settle(receipt);
    if (this.abort.signal.aborted) return;
    this.count('answered');
    this.count(receipt.saleId === undefined ? 'refused' : 'accepted');
    if (receipt.cancellationAnswered) this.count('cancelled');
    if (sale.altered) await this.sellAltered(sale, body);
  }

  private async sellAltered({ kind }: PlannedSale, body: SaleBody): Promise<void> {
    const altered = { ...body, payments: paidByTransfer(body) };
    const sale = { kind, expectation: 'refused', sends: 1 } as const;
    await this.settle(await this.journal.ring(rungOf(sale, altered)));
  }

  private settle(receipt: RungReceipt): Promise<void> {
    return this.till.settle(receipt, this.keyOf.get(receipt.rung.body.branch) ?? '');
  }

  private follow(work: Promise<void>): void {
    const followed = work.finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
  }

  private count(what: 'rung' | 'answered' | 'accepted' | 'refused' | 'cancelled'): void {
    this.counts = { ...this.counts, [what]: this.counts[what] + 1 };
  }
}

function rungOf(sale: Pick<PlannedSale, 'kind' | 'expectation' | 'sends' | 'cancellation'>, body: SaleBody): RungEntry {
  const { kind: saleKind, expectation, sends, cancellation } = sale;
  const identity = { orderNumber: orderNumberOf(body), contentHash: canonicalHash(body) };
  return { kind: 'rung', ...identity, saleKind, expectation, sends, cancellation, body };
}

/** Another receipt under the same number: sound in itself, paid in another way. */
function paidByTransfer({ payments }: SaleBody): SaleBody['payments'] {
  return payments.map((payment) => ({ ...payment, method: 'transfer' }));
}

function countsOf(zNumber: number, planned: number): Omit<MorningProgress, 'state'> {
  return { zNumber, planned, rung: 0, answered: 0, accepted: 0, refused: 0, cancelled: 0 };
}
