/** The middle and the reach of some figures. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Median (of an even number, the mean of the middle two), least and most. @throws when there are no figures. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new Error('there is nothing to take a median of');
  return { median: (low + high) / 2, least: sorted[0] as number, most: sorted.at(-1) as number };
}

/**
 * The figure that a share of all figures does not exceed: nearest rank, so that it is one of them.
 *
 * @param share above 0, at most 1; 0.95 for P95.
 * @throws when there are no figures.
 */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  const found = sorted[Math.ceil(share * sorted.length) - 1];
  if (found === undefined) throw new Error('there is nothing to take a percentile of');
  return found;
}

/** By how much the second figure grows with each one of the first, by least squares; 0 where there are not two of them. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([first]) => first), mean(([, second]) => second)];
  const variance = points.reduce((sum, [first]) => sum + (first - x) ** 2, 0);
  return variance > 0 ? points.reduce((sum, [first, second]) => sum + (first - x) * (second - y), 0) / variance : 0;
}

/**
 * The same by the median of the slopes between any two points (Theil and Sen), which a few that lie far off do not move; 0 where
 * there are not two points.
 */
export function medianSlopeOf(points: readonly (readonly [number, number])[]): number {
  const slopes = points.flatMap(([x, y], at) => points.slice(at + 1).map(([later, value]) => (value - y) / (later - x)));
  return slopes.length > 0 ? spreadOf(slopes).median : 0;
}
