/** Stable, searchable names of what the kernel refuses. */
export type BrokenRule =
  | 'invalid-amount'
  | 'invalid-date'
  | 'invalid-quantity'
  | 'invalid-rate'
  | 'invalid-unit-price'
  | 'unknown-currency'
  | 'unknown-unit'
  | 'currency-mismatch'
  | 'nothing-to-allocate-to';

/** Thrown when a value breaks a rule of the domain; permanent. The text never repeats the value. */
export class RuleBroken extends Error {
  constructor(
    readonly code: BrokenRule,
    message: string,
  ) {
    super(message);
    this.name = 'RuleBroken';
  }
}
