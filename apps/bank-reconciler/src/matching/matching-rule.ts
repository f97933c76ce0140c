import { decimalFromMinor } from '@kervan/commerce';
import type { KeyKind } from '../receivables/receivable-facts.js';
import { creditorReferenceOf } from './creditor-reference.js';
import { candidatesIn } from './reference-keys.js';

/** The rule's name and version, kept with everything that it matched. */
export const RULE = { name: 'one-named-exact-amount', version: 2 } as const;

/** Where a bank line says what it pays. */
export const TextField = {
  endToEndId: 'EndToEndId',
  creditorReference: 'CdtrRefInf',
  referredDocument: 'RfrdDocInf',
  remittance: 'Ustrd',
  additional: 'AddtlInf',
} as const;

export type TextField = (typeof TextField)[keyof typeof TextField];

export interface LineText {
  readonly field: TextField;
  readonly text: string;
}

/** Why a credit is not matched by the rule. */
export const Reason = {
  noReference: 'no-reference',
  unknownReference: 'unknown-reference',
  severalReceivables: 'several-receivables',
  amountDiffers: 'amount-differs',
  wrongCurrency: 'wrong-currency',
  alreadyPaid: 'already-paid',
  receivableClosed: 'receivable-closed',
  zeroAmount: 'zero-amount',
  reversal: 'reversal',
  repeatedEndToEndId: 'same-end-to-end-id-twice',
  statementBlocked: 'statement-blocked',
  /** The order was taken back after its money had been matched. */
  matchedOrderReversed: 'matched-order-reversed',
  /** Another amount is due of the order since its money was matched. */
  matchedOrderAmended: 'matched-order-amended',
  /** The order has completed without the money that was matched with it. */
  matchedOrderCompleted: 'matched-order-completed',
} as const;

export type Reason = (typeof Reason)[keyof typeof Reason];

/** Why lines wait whose money stays matched: the rule does not match them again. */
export const MATCHED_BEFORE: readonly Reason[] = [
  Reason.matchedOrderReversed,
  Reason.matchedOrderAmended,
  Reason.matchedOrderCompleted,
];

/** A bank line as the rule sees it; a credit of a statement that is not blocked. */
export interface LineToMatch {
  readonly amountMinor: number;
  readonly currency: string;
  readonly reversal: boolean;
  /** Whether another line of the account has the same EndToEndId. */
  readonly endToEndIdRepeated: boolean;
  readonly readings: readonly Reading[];
}

/** How a receivable stands. */
export const Standing = {
  open: 'open',
  paid: 'paid',
  /** The source has taken the order back, which past the tax authority's acceptance is but a wish. */
  cancelled: 'cancelled',
  /** The order has been taken back. */
  closed: 'closed',
} as const;

export type Standing = (typeof Standing)[keyof typeof Standing];

/** A receivable of the account's company and mode. */
export interface Receivable {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly invoiceNumber: string | null;
  /** What is due of the whole order. */
  readonly dueMinor: number;
  /** What the lines have brought that are matched with it. */
  readonly cameMinor: number;
  /** What a further line has to be of: the rest of what is due. 0 or less where nothing is to be paid any more. */
  readonly openMinor: number;
  readonly currency: string;
  /** How many lines have been matched with it, as their matches are numbered. */
  readonly parts: number;
  readonly standing: Standing;
}

/** A number by which a receivable is found. */
export interface NamedBy {
  readonly key: string;
  readonly kind: KeyKind;
  readonly receivable: Receivable;
}

/** Where in a line's texts a number was read; `start` and `end` are places in the text of that field. */
export interface Reading {
  readonly field: TextField;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export interface Evidence extends Reading {
  readonly kind: KeyKind;
}

export type Decision =
  | { readonly matched: Receivable; readonly evidence: readonly Evidence[] }
  | { readonly matched?: undefined; readonly reason: Reason; readonly expected?: string; readonly actual?: string };

/**
 * Everything in a line's texts that may be a number of ours.
 *
 * A text that is a creditor reference (ISO 11649) says its body, and nothing where its check digits are wrong.
 */
export function readingsOf(texts: readonly LineText[]): Reading[] {
  return texts.flatMap(({ field, text }) => {
    const reference = creditorReferenceOf(text);
    if (!reference) return candidatesIn(text).map((candidate) => ({ field, ...candidate }));
    return reference.valid ? [{ field, key: reference.body, start: 0, end: text.length }] : [];
  });
}

/**
 * What becomes of a line, given every receivable that its texts name.
 *
 * Matched is a line that names exactly one open receivable, in its currency and of the very amount that is open of it: what
 * is due, or of an order that was amended after it was paid, the rest of that. Whatever else it is, it is left to a person, with
 * the first reason that holds; so is the payment of a cancelled order, as only a person can say whether that goes on all the same.
 */
export function decide(line: LineToMatch, namedBy: readonly NamedBy[]): Decision {
  if (line.reversal) return { reason: Reason.reversal };
  if (line.amountMinor === 0) return { reason: Reason.zeroAmount };
  if (line.endToEndIdRepeated) return { reason: Reason.repeatedEndToEndId };
  if (line.readings.length === 0) return { reason: Reason.noReference };
  const evidence = evidenceIn(line.readings, namedBy);
  const named = receivablesOf(evidence);
  if (named.length === 0) return { reason: Reason.unknownReference };
  const [open, ...others] = named.filter(({ standing }) => standing === Standing.open);
  if (!open) return { reason: named.some(isPaid) ? Reason.alreadyPaid : Reason.receivableClosed };
  if (others.length > 0) return { reason: Reason.severalReceivables };
  if (open.currency !== line.currency) {
    return { reason: Reason.wrongCurrency, expected: open.currency, actual: line.currency };
  }
  if (open.openMinor !== line.amountMinor) return differing(open, line);
  return {
    matched: open,
    evidence: evidence.filter(({ receivable }) => receivable === open).map(({ receivable: _, ...one }) => one),
  };
}

type Named = Evidence & { readonly receivable: Receivable };

/** The readings that are numbers of ours; one inside a longer one says nothing of its own. */
function evidenceIn(readings: readonly Reading[], namedBy: readonly NamedBy[]): Named[] {
  const known = Map.groupBy(namedBy, ({ key }) => key);
  const ours = readings.filter(({ key }) => known.has(key));
  return ours
    .filter((reading) => !ours.some((other) => isInside(reading, other)))
    .flatMap((reading) =>
      (known.get(reading.key) ?? []).map(({ kind, receivable }) => ({ ...reading, kind, receivable })),
    );
}

function isInside(reading: Reading, other: Reading): boolean {
  if (reading.field !== other.field || reading.key.length >= other.key.length) return false;
  return other.start <= reading.start && reading.end <= other.end;
}

function receivablesOf(evidence: readonly Named[]): Receivable[] {
  return [...new Map(evidence.map(({ receivable }) => [receivable.orderId, receivable])).values()];
}

function isPaid({ standing }: Receivable): boolean {
  return standing === Standing.paid;
}

function differing(open: Receivable, { amountMinor, currency }: LineToMatch): Decision {
  return {
    reason: Reason.amountDiffers,
    expected: decimalFromMinor(open.openMinor, open.currency),
    actual: decimalFromMinor(amountMinor, currency),
  };
}
