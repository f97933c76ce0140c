import { setTimeout as pause } from 'node:timers/promises';
import { type Bank } from '../bank/bank.js';
import { type StatementVersion } from '../bank/bank-ledger.js';
import { type PartnerJournal } from '../partner/partner-journal.js';
import { previewOf as previewOfPartner, type PartnerMorning } from '../partner/partner-morning.js';
import { type ShopJournal } from '../shops/shop-journal.js';
import { previewOf as previewOfShops, type ShopsMorning } from '../shops/shops-morning.js';
import { type Morning, type MorningOptions, type MorningProgress } from '../tills/morning.js';
import { type Due } from '../world/transfer-habit.js';
import { nothingSent, type KindProgress } from './kind-progress.js';

/** What morning to play in all channels; a channel of 0 orders is left out. */
export interface AllOptions extends MorningOptions {
  readonly shopOrders: number;
  readonly ediOrders: number;
  /** The version of camt.053 that the bank writes. */
  readonly statement: StatementVersion;
  /** Spreads the partner's interchanges over the morning, and lets the bank tell in between of what was paid so far. */
  readonly steady: boolean;
}

/** How far the morning is: the tills' own counts, and the counts of every kind of input. */
export interface AllProgress extends MorningProgress {
  readonly kinds: Readonly<Record<'tills' | 'moda' | 'ev' | 'marketim' | 'bank', KindProgress>>;
}

/** The channels, and the journals that tell the bank what is due. */
export interface Channels {
  readonly tills: Morning;
  readonly shops: ShopsMorning;
  readonly partner: PartnerMorning;
  /** Absent where the bank has no key to deliver with. */
  readonly bank?: Bank;
  readonly shopJournal: ShopJournal;
  readonly partnerJournal: PartnerJournal;
}

const NO_PAYMENTS = nothingSent();
const STATEMENT_EVERY_MS = 15_000;

/**
 * Plays the mornings of all channels, one at a time: tills, shops and the trading partner side by side, and after them
 * the bank, whose customers pay once they have their invoices.
 */
export class AllChannels {
  private playing: Promise<void> | undefined;
  private resumed: Promise<void> = Promise.resolve();

  constructor(private readonly channels: Channels) {}

  /** Starts a morning in the background; `false` while another one is played, or without the keys of the tills. */
  start(options: AllOptions): boolean {
    if (this.playing || !this.channels.tills.start(options)) return false;
    this.playing = this.play(options).finally(() => (this.playing = undefined));
    return true;
  }

  /** Tells what `start` with the same options would play now, so that faults can be set for single orders. */
  preview({ sales, seed, shopOrders, ediOrders }: Omit<AllOptions, 'rate' | 'statement' | 'steady'>) {
    const { tills, shops, partner } = this.channels;
    return {
      ...tills.preview({ sales, seed }),
      shops: previewOfShops(shops.plan({ orders: shopOrders, seed })),
      partner: previewOfPartner(partner.plan({ orders: ediOrders, seed })),
    };
  }

  progress(): AllProgress {
    const { tills, shops, partner, bank } = this.channels;
    const morning = tills.progress();
    const { planned, rung: sent, answered, accepted, refused } = morning;
    return {
      ...morning,
      state: this.playing ? 'playing' : morning.state,
      kinds: {
        tills: { planned, sent, answered, accepted, refused },
        ...shops.progress(),
        marketim: partner.progress(),
        bank: bank?.progress() ?? NO_PAYMENTS,
      },
    };
  }

  /** Takes up what was open when the process ended. */
  resume(): void {
    const { tills, shops, partner, bank } = this.channels;
    tills.resume();
    shops.resume();
    partner.resume();
    this.resumed = bank?.resume() ?? Promise.resolve();
  }

  /** Ends once the channels have been stopped. */
  async stop(): Promise<void> {
    const { tills, shops, partner, bank } = this.channels;
    bank?.stop();
    await Promise.all([tills.stop(), shops.stop(), partner.stop()]);
    await Promise.all([this.playing, this.resumed]);
  }

  private async play(options: AllOptions): Promise<void> {
    const { seed, rate, sales, shopOrders, ediOrders, statement, steady } = options;
    const { tills, shops, partner, bank } = this.channels;
    const interchanges = partner.plan({ orders: ediOrders, seed });
    const lengthMs = (Math.max(sales, shopOrders) * 1_000) / rate;
    const selling = Promise.all([
      tills.untilPlayed(),
      shops.play(shops.plan({ orders: shopOrders, seed }), rate),
      partner.play(interchanges, steady ? lengthMs / interchanges.length : 0),
    ]);
    if (steady) await this.payMeanwhile(selling, options);
    await selling;
    await bank?.settle(this.dues(), seed, statement);
  }

  /** Has the bank write a statement every 15 s, until everything is sold. */
  private async payMeanwhile(selling: Promise<unknown>, { seed, statement }: AllOptions): Promise<void> {
    const sold = selling.then(() => true);
    const isSold = (): Promise<boolean> => Promise.race([sold, pause(STATEMENT_EVERY_MS, false, { ref: false })]);
    while (!(await isSold())) await this.channels.bank?.settleInvoiced(this.dues(), seed, statement);
  }

  private dues(): Due[] {
    const { shopJournal, partnerJournal } = this.channels;
    return [...shopJournal.dues(), ...partnerJournal.dues()];
  }
}
