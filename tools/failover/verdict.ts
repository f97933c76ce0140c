import { type Counted, countedIn } from './stock-records.js';

/** What became of the records that were acknowledged. */
export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged, and nowhere to be found. */
  readonly lost: number;
  /** There more than once. */
  readonly doubled: number;
  /** First seen behind a later one of their key. */
  readonly outOfOrder: number;
}

/** Holds what was seen, in its order, against what was acknowledged: the first so many batches. */
export function verdictOn(batches: number, seen: readonly Counted[]): Verdict {
  const times = new Map<string, number>();
  const latest = new Map<string, number>();
  let outOfOrder = 0;
  for (const { orderId, count } of seen) {
    const id = `${orderId} ${count}`;
    const before = times.get(id) ?? 0;
    times.set(id, before + 1);
    const last = latest.get(orderId) ?? -1;
    if (before === 0 && count < last) outOfOrder += 1;
    latest.set(orderId, Math.max(last, count));
  }
  const acknowledged = Array.from({ length: batches }, (_, batch) => countedIn(batch)).flat();
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ orderId, count }) => !times.has(`${orderId} ${count}`)).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    outOfOrder,
  };
}
