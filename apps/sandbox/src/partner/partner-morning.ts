import { canonicalHash } from '../canonical-hash.js';
import { rest } from '../delivery/persistence.js';
import { nothingSent, raised, type KindProgress } from '../morning/kind-progress.js';
import { MARKETIM } from '../world/companies.js';
import { isRefused } from './contrl-reader.js';
import { agreedOrderOf, orderNumberOf } from './edi-order.js';
import { ExchangeFolders } from './exchange-folders.js';
import { ordersInterchange } from './orders-message.js';
import { CONTROL_LOOKS, Partner } from './partner.js';
import { isAnswered, type PartnerJournal, type SentInterchange } from './partner-journal.js';
import { type InterchangeEntry, type PartnerOrder } from './partner-ledger.js';
import { planInterchanges, type PlannedEdiOrder, type PlannedInterchange } from './plan-partner.js';

/** What the partner orders in a morning: how many orders, from which seed. */
export interface PartnerOptions {
  readonly orders: number;
  readonly seed: number;
}

/**
 * Plays the mornings of the trading partner, one at a time; interchanges follow one another, each after the CONTRL of
 * the one before, or once that was waited for in vain, and no sooner than a given time after that one was begun.
 *
 * What is open at the end of a morning is taken up once more, as its CONTRL may only have been late; what was open when the
 * process ended, by `resume`.
 */
export class PartnerMorning {
  private readonly abort = new AbortController();
  private readonly partner: Partner | undefined;
  private resumed: Promise<void> = Promise.resolve();
  private playing: Promise<void> = Promise.resolve();
  private counts: KindProgress = nothingSent();

  constructor(
    private readonly journal: PartnerJournal,
    directory: string | undefined,
    looks = CONTROL_LOOKS,
  ) {
    this.partner = directory ? new Partner(journal, new ExchangeFolders(directory), this.abort.signal, looks) : undefined;
  }

  /** What the partner would order now; nothing without the folders. */
  plan({ orders, seed }: PartnerOptions): PlannedInterchange[] {
    if (!this.partner || orders === 0) return [];
    const { nextInterchange: firstInterchange, nextOrder: firstOrder } = this.journal;
    return planInterchanges({ orders, seed, firstInterchange, firstOrder });
  }

  /** Sends the interchanges and resolves once each has its CONTRL, or was waited for in vain twice. */
  play(plan: readonly PlannedInterchange[], everyMs = 0): Promise<void> {
    this.counts = nothingSent(plan.reduce((sum, { orders }) => sum + orders.length, 0));
    this.playing = this.sendAll(plan, everyMs);
    return this.playing;
  }

  /** Takes up the interchanges that were open when the process ended. */
  resume(): void {
    const { partner } = this;
    if (!partner) return;
    const sendings = this.journal.open().map((sent) => partner.send(sent));
    this.resumed = Promise.all(sendings).then(() => undefined);
  }

  progress(): KindProgress {
    return this.counts;
  }

  /** Ends at once: what is open stays open in the journal. */
  async stop(): Promise<void> {
    this.abort.abort();
    await Promise.all([this.playing, this.resumed]);
  }

  private async sendAll(plan: readonly PlannedInterchange[], everyMs: number): Promise<void> {
    const start = performance.now();
    const open: SentInterchange[] = [];
    for (const [index, interchange] of plan.entries()) {
      const due = start + index * everyMs - performance.now();
      if (due > 0) await rest(due, this.abort.signal);
      if (this.abort.signal.aborted) return;
      const { length } = interchange.orders;
      const sent = await this.journal.write(entryOf(interchange, new Date()));
      this.counts = raised(this.counts, ['sent'], length);
      await this.partner?.send(sent);
      if (isAnswered(sent, sent.entry.sends)) this.countAnswers(sent);
      else open.push(sent);
    }
    await Promise.all(open.map((sent) => this.partner?.send(sent)));
    for (const sent of open) this.countAnswers(sent);
  }

  private countAnswers(sent: SentInterchange): void {
    if (!isAnswered(sent, 1)) return;
    for (const { message } of sent.entry.orders) {
      const refused = sent.controls.some((control) => isRefused(control, message));
      this.counts = raised(this.counts, ['answered', refused ? 'refused' : 'accepted']);
    }
  }
}

/** What the next morning of the partner will bring, one item for each order. */
export function previewOf(plan: readonly PlannedInterchange[]) {
  return plan.flatMap(({ orders, sends }) =>
    orders.map(({ order, expectation }) => {
      return { orderNumber: orderNumberOf(order), kind: 'marketim', expectation, sends };
    }),
  );
}

function entryOf({ orders: planned, sends, ...rest }: PlannedInterchange, at: Date): InterchangeEntry {
  const content = ordersInterchange({ ...rest, orders: planned.map(({ order }) => order) }, at);
  const { reference: interchange, repertoire, miscounted } = rest;
  const orders = planned.map(partnerOrderOf);
  const contentBase64 = content.toString('base64');
  return {
    kind: 'interchange',
    interchange,
    repertoire,
    orders,
    expectation: miscounted ? 'refused' : 'acknowledged',
    sends,
    contentBase64,
    contentHash: canonicalHash({ orders, contentBase64 }),
  };
}

function partnerOrderOf({ order, habit, expectation }: PlannedEdiOrder, index: number): PartnerOrder {
  const orderNumber = orderNumberOf(order);
  const agreed = agreedOrderOf(order);
  const { gross } = agreed.totals;
  const due = habit && { orderNumber, payersNumber: order.number, amount: gross, payer: MARKETIM.name, habit };
  return { orderNumber, number: order.number, message: String(index + 1), expectation, agreed, due };
}
