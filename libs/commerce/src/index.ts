export { allocate, settleRemainder } from './allocation.js';
export { businessDate, DEFAULT_ZONE, isCalendarDate, isZone, localMoment, type LocalMoment } from './business-date.js';
export { withCardNumberMasked } from './card-number.js';
export { isCountry } from './country.js';
export { INVOICE_CURRENCY, isCurrency, minorDigits } from './currency.js';
export { withoutZeros } from './decimal.js';
export { isExemptionCode } from './exemption-code.js';
export { isGln, isGtin } from './gs1.js';
export { decimalFromMinor, minorFromDecimal, Money, sumMinor } from './money.js';
export { type OrderDiscrepancy, orderDiscrepancies, type PaidDocument, paymentDiscrepancies } from './payments.js';
export { parseQuantity, parseUnitPrice, unitPriceOf } from './quantity.js';
export { type BrokenRule, RuleBroken } from './rule-broken.js';
export {
  amountsByRate,
  type DocumentAllowanceOrCharge,
  parseRate,
  plainRate,
  type RateAmount,
  rateKey,
  type TaxedDocument,
  taxesOf,
  taxInGross,
  taxOnNet,
  type TaxRate,
  type TaxSubtotal,
} from './tax.js';
export {
  type Discrepancy,
  discrepancies,
  type DocumentTotals,
  lineAmount,
  type PricedDocument,
  type PricedLine,
  ROUNDING_TOLERANCE_MINOR,
  totalsOf,
} from './totals.js';
export { FINAL_CONSUMER_TCKN, FOREIGN_BUYER_VKN, isTckn, isVkn } from './turkish-tax-id.js';
export { isUnitCode, unitCodes } from './unit-code.js';
