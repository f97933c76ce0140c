import { plainRate, RuleBroken } from '@kervan/commerce';
import type { TaxRate } from '@kervan/contracts';
import type { Mapping } from '../shop/shop-profile.js';

/**
 * VAT of a percentage, by UN/ECE 5305: standard (S), or for 0 exempt (E) with the shop's reason; where it has none, zero
 * rated (Z), which no order is placed with.
 *
 * @throws RuleBroken `invalid-rate`
 */
export function taxRateOf(percent: string, { exemption }: Pick<Mapping, 'exemption'>): TaxRate {
  const ratePercent = plainRate(percent);
  const reasoned = ratePercent === '0' ? exemption : undefined;
  const ofZero = reasoned ? 'E' : 'Z';
  return {
    scheme: 'VAT',
    category: ratePercent === '0' ? ofZero : 'S',
    ratePercent,
    exemptionReason: reasoned?.reason ?? null,
    exemptionCode: reasoned?.code ?? null,
  };
}

/**
 * The percentage of a rate that is told as a share of one: 0.075 is 7.5, exactly.
 *
 * @throws RuleBroken `invalid-rate`
 */
export function percentOfShare(share: number): string {
  const parts = /^(\d)(?:\.(\d{1,6}))?$/.exec(String(share));
  if (!parts) throw new RuleBroken('invalid-rate', 'a tax rate is a share from 0 to 1, of at most 6 places');
  const fraction = (parts[2] ?? '').padEnd(2, '0');
  const whole = `${parts[1]}${fraction.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  return fraction.length > 2 ? `${whole}.${fraction.slice(2)}` : whole;
}
