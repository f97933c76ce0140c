import { MOST_STRANGERS } from '../measure/quiet.js';
import { percentile, spreadOf, type Spread } from '../measure/statistics.js';
import type { LoadedSale } from './load-protocol.js';
import type { Calls, Stretch } from './measurement.js';
import type { Verification } from './verify.js';

/** One round at saturation. */
export interface Round {
  readonly perSecond: number;
  readonly cpuMsPerSaga: number;
  /** Transactions that wrote, and times the log was brought to the disk. */
  readonly writesPerSaga: number;
  readonly walSyncsPerSaga: number;
  readonly strangers: number;
  readonly cpuMsPerSagaByGroup: ReadonlyMap<string, number>;
  readonly callsPerSaga: Calls;
  readonly counts: boolean;
}

/** Times of the sales that were sent during a stretch at a steady pace; milliseconds. */
export interface Passage {
  readonly sales: number;
  /** From the till's sending to the instant in the ERP's ledger. */
  readonly tillToErp: Quantiles;
  /** From the till's 202 on. */
  readonly acceptedToErp: Quantiles;
  readonly tillToCompletion: Quantiles;
  readonly strangers: number;
  readonly busy: number;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What a round came to: sagas that completed in it and are verified. */
export function roundOf(stretch: Stretch, sales: readonly LoadedSale[], { verified }: Verification): Round {
  const { from, to, cpu } = stretch;
  const done = sales.filter(
    ({ completedAt = 0, orderNumber }) => completedAt >= from && completedAt < to && verified.has(orderNumber),
  ).length;
  const each = (count: number): number => count / Math.max(done, 1);
  return {
    perSecond: done / ((to - from) / 1_000),
    cpuMsPerSaga: each(cpu.trackedMs),
    writesPerSaga: each(stretch.database.writes),
    walSyncsPerSaga: each(stretch.database.walSyncs),
    strangers: cpu.strangers,
    cpuMsPerSagaByGroup: new Map([...cpu.byGroup].map(([group, ms]) => [group, each(ms)])),
    callsPerSaga: Object.fromEntries(Object.entries(stretch.calls).map(([name, count]) => [name, each(count)])),
    counts: cpu.strangers <= MOST_STRANGERS,
  };
}

/** What each database has grown by, for each of so many orders; bytes. */
export function bytesPerOrder(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  orders: number,
): ReadonlyMap<string, number> {
  const grown = [...after].map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)] as const);
  return new Map(grown.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => [name, bytes / Math.max(orders, 1)]));
}

/** The spread of one figure over rounds. */
export function over(rounds: readonly Round[], figure: (round: Round) => number): Spread {
  return spreadOf(rounds.map(figure));
}

/** The times of the sales that were sent during a stretch. */
export function passageOf(stretch: Stretch, sales: readonly LoadedSale[], { inErpAt }: Verification): Passage {
  const sent = sales.filter(({ sentAt }) => sentAt >= stretch.from && sentAt < stretch.to);
  const times = (from: (sale: LoadedSale) => number, to: (sale: LoadedSale) => number | undefined): Quantiles => {
    const durations = sent.map((sale) => (to(sale) ?? Infinity) - from(sale));
    return { p50: percentile(durations, 0.5), p95: percentile(durations, 0.95), p99: percentile(durations, 0.99) };
  };
  const inErp = ({ orderNumber }: LoadedSale): number | undefined => inErpAt.get(orderNumber);
  return {
    sales: sent.length,
    tillToErp: times(({ sentAt }) => sentAt, inErp),
    acceptedToErp: times(({ acceptedAt }) => acceptedAt, inErp),
    tillToCompletion: times(({ sentAt }) => sentAt, ({ completedAt }) => completedAt),
    strangers: stretch.cpu.strangers,
    busy: stretch.cpu.trackedMs / (stretch.to - stretch.from),
  };
}
