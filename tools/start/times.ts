/** When an order passed two points; milliseconds since 1970. */
export interface Passage {
  readonly orderNumber: string;
  readonly acceptedAt: number;
  readonly inErpAt: number | undefined;
  readonly completedAt: number | undefined;
}

/** Median and 95th percentile of a set of durations, in milliseconds; undefined for an empty set. */
export function quantiles(durations: readonly number[]): { readonly median: number; readonly p95: number } | undefined {
  if (durations.length === 0) return undefined;
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { median: at(0.5), p95: at(0.95) };
}

/** Time to ERP and time to completion of the orders, as two lines of text. */
export function renderTimes(passages: readonly Passage[]): string {
  const durations = (end: 'inErpAt' | 'completedAt'): number[] =>
    passages.flatMap((passage) => {
      const at = passage[end];
      return at === undefined ? [] : [at - passage.acceptedAt];
    });
  const line = (label: string, of: readonly number[]): string => {
    const found = quantiles(of);
    if (!found) return `${label}: no order came that far`;
    return `${label}: median ${Math.round(found.median)} ms, P95 ${Math.round(found.p95)} ms (${of.length} orders)`;
  };
  return [line('From the till to the ERP', durations('inErpAt')), line('From the till to completion', durations('completedAt'))].join('\n');
}
