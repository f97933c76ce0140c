import { type Segment } from '../edifact/segment.js';
import { positionIn } from './orders-structure.js';

/** One thing for which an ORDERS of right syntax cannot be used. */
export interface ContentFinding {
  /** What it is about, as the canonical order names it: `lines/1/unitPrice`. */
  readonly field: string;
  readonly code: ContentCode;
  readonly detail: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Where it is: tag, and position in the message, UNH being 1. */
  readonly tag?: string;
  readonly segment?: number;
}

/** Why the content of an order cannot be used. */
export type ContentCode =
  | 'unsupported-document'
  | 'unsupported-function'
  | 'missing-order-number'
  | 'order-conflict'
  | 'order-reversed'
  | 'missing-date'
  | 'invalid-date'
  | 'unsupported-date'
  | 'date-conflict'
  | 'date-in-future'
  | 'invalid-gln'
  | 'missing-buyer'
  | 'unknown-buyer'
  | 'missing-district'
  | 'unknown-country'
  | 'unknown-supplier'
  | 'unknown-delivery-place'
  | 'party-conflict'
  | 'currency-not-agreed'
  | 'unsupported-currency'
  | 'no-lines'
  | 'too-many-lines'
  | 'unsupported-line'
  | 'invalid-gtin'
  | 'unknown-article'
  | 'article-conflict'
  | 'invalid-quantity'
  | 'unsupported-quantity'
  | 'unknown-unit'
  | 'unit-conflict'
  | 'missing-price'
  | 'invalid-price'
  | 'unsupported-price'
  | 'price-conflict'
  | 'missing-tax-rate'
  | 'missing-exemption'
  | 'unknown-exemption'
  | 'tax-conflict'
  | 'allowance-not-agreed'
  | 'invalid-amount'
  | 'amount-conflict'
  | 'unsupported-amount'
  | 'count-conflict';

/** Values that differ. */
export interface Compared {
  readonly expected?: string;
  readonly actual?: string;
}

const MAX_FINDINGS = 100;
/** Of a value that is shown: longer than any that D.96A allows there. */
const MAX_CHARACTERS = 200;

/** Collects what is found in one message. */
export class Findings {
  readonly all: ContentFinding[] = [];

  /** @param message the segments, from UNH on. */
  constructor(private readonly message: readonly Segment[]) {}

  add(at: Segment | undefined, field: string, code: ContentCode, detail: string, compared: Compared = {}): void {
    if (this.all.length === MAX_FINDINGS) return;
    const place = at && { tag: at.tag, segment: positionIn(this.message, at) };
    const { expected, actual } = compared;
    this.all.push({
      field,
      code,
      detail,
      ...(expected !== undefined && { expected: expected.slice(0, MAX_CHARACTERS) }),
      ...(actual !== undefined && { actual: actual.slice(0, MAX_CHARACTERS) }),
      ...place,
    });
  }
}
