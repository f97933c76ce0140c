import { minorDigits } from './currency.js';
import { scaled, unscaled } from './decimal.js';
import { RuleBroken } from './rule-broken.js';

/**
 * Reads a decimal string into integer minor units, exactly: '12.50' TRY is 1250, '12.5' too, '12.505' is refused.
 *
 * @throws RuleBroken `invalid-amount`, `unknown-currency`
 */
export function minorFromDecimal(text: string, currency: string): number {
  const digits = minorDigits(currency);
  const minor = Number(scaled(text, digits) ?? NaN);
  if (!Number.isSafeInteger(minor)) {
    throw new RuleBroken('invalid-amount', `an amount in ${currency} is a decimal string of at most ${digits} places`);
  }
  return minor;
}

/**
 * Writes integer minor units as a decimal string with all minor digits of the currency: 1250 TRY is '12.50'.
 *
 * @throws RuleBroken `invalid-amount` for anything but a safe integer, `unknown-currency`
 */
export function decimalFromMinor(minor: number, currency: string): string {
  return unscaled(safe(minor), minorDigits(currency));
}

/** An amount of one currency in integer minor units. Immutable; arithmetic is exact and never mixes currencies. */
export class Money {
  private constructor(
    readonly minor: number,
    readonly currency: string,
  ) {}

  /** @throws RuleBroken `invalid-amount`, `unknown-currency` */
  static ofMinor(minor: number, currency: string): Money {
    minorDigits(currency);
    return new Money(safe(minor), currency);
  }

  /** @throws RuleBroken `invalid-amount`, `unknown-currency` */
  static parse(text: string, currency: string): Money {
    return new Money(minorFromDecimal(text, currency), currency);
  }

  /** @throws RuleBroken `currency-mismatch`, `invalid-amount` on overflow */
  plus(other: Money): Money {
    if (other.currency !== this.currency) throw new RuleBroken('currency-mismatch', 'amounts of two currencies');
    return new Money(safe(this.minor + other.minor), this.currency);
  }

  /** @throws RuleBroken `currency-mismatch`, `invalid-amount` on overflow */
  minus(other: Money): Money {
    return this.plus(new Money(-other.minor, other.currency));
  }

  /** The decimal string without the currency: '12.50'. */
  toDecimal(): string {
    return decimalFromMinor(this.minor, this.currency);
  }

  /** For people: '12.50 TRY'. */
  toString(): string {
    return `${this.toDecimal()} ${this.currency}`;
  }
}

/** @throws RuleBroken `invalid-amount` unless the sum and each part are safe integers */
export function sumMinor(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum = safe(sum + safe(amount));
  return sum;
}

function safe(minor: number): number {
  if (!Number.isSafeInteger(minor)) throw new RuleBroken('invalid-amount', 'minor units are a safe integer');
  return minor;
}
