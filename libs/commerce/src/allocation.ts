import { roundedQuotient } from './decimal.js';
import { sumMinor } from './money.js';
import { RuleBroken } from './rule-broken.js';

/**
 * Splits an amount in proportion to the weights so that the shares add up to it exactly.
 *
 * Each share is rounded half away from zero; what is left over goes to the largest weight, and where it is more than
 * one minor unit, one unit each to the largest ones (the first of equals). So no share is further than 1.5 units from
 * its exact value, and none has a sign opposite to the amount's.
 *
 * @throws RuleBroken `nothing-to-allocate-to` when a weight is negative, or all are 0 while the amount is not
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  if (weights.some((weight) => weight < 0)) throw new RuleBroken('nothing-to-allocate-to', 'a weight is negative');
  const whole = sumMinor(weights);
  if (whole === 0) {
    if (amount !== 0) throw new RuleBroken('nothing-to-allocate-to', 'all weights are 0');
    return weights.map(() => 0);
  }
  const [dividend, divisor] = [BigInt(amount), BigInt(whole)];
  const shares = weights.map((weight) => Number(roundedQuotient(dividend * BigInt(weight), divisor)));
  return settleRemainder(amount, shares, weights);
}

/**
 * Makes rounded shares add up to the amount: the remainder goes out evenly, odd units from the largest weight down.
 *
 * Shares of weight 0 stay as they are, unless all weights are 0.
 */
export function settleRemainder(amount: number, shares: readonly number[], weights: readonly number[]): number[] {
  const settled = [...shares];
  const byWeight = settled.map((_, index) => index).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const weighty = byWeight.filter((index) => weights[index]! > 0);
  const receivers = weighty.length > 0 ? weighty : byWeight;
  const remainder = amount - sumMinor(shares);
  if (remainder === 0) return settled;
  if (receivers.length === 0) throw new RuleBroken('nothing-to-allocate-to', 'there is no share');
  const each = Math.trunc(remainder / receivers.length);
  const ones = remainder % receivers.length;
  receivers.forEach((index, turn) => {
    settled[index]! += each + (turn < Math.abs(ones) ? Math.sign(ones) : 0);
  });
  return settled;
}
