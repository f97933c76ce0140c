import { fromKurus, toKurus } from '../money.js';
import { BLOCKED_ARTICLE, type Article } from './assortment.js';
import {
  canaryPerson,
  consumer,
  otherCompany,
  person,
  refusedCompany,
  registeredCompany,
  schematronCompany,
  wrongTaxIdCompany,
} from './buyers.js';
import { type Random } from '../world/random.js';
import { type Buyer, type SaleBody } from './sale-body.js';

/** What a sale comes in as: a receipt, or a receipt with an invoice for one of the kinds of buyer. */
export type SaleKind = 'receipt' | 'e-invoice' | 'e-archive-company' | 'e-archive-person' | 'e-archive-consumer';

/** Where a sale should end. */
export type Expectation =
  | 'completed-receipt'
  | 'completed-invoice'
  | 'refused'
  | 'reversed'
  | `attention:${'post-order' | 'issue-invoice' | 'transmit' | 'cancellation'}`;

type Draft = Omit<SaleBody, 'soldAt'>;

/** How one sale is to go. */
export interface Script {
  readonly kind: SaleKind;
  readonly expectation: Expectation;
  /** How often the till sends it, all at once. */
  readonly sends: number;
  /** Whether the till cancels it, and when. */
  readonly cancellation?: 'at-once' | 'once-completed';
  /** The till sends the receipt once more with another content; that one has to be refused. */
  readonly altered?: true;
  /** The moment of sale is told wrong: this much in the future. */
  readonly futureMs?: number;
  /** The till was offline when it sold, and sends the sale only now: it is one of yesterday. */
  readonly offline?: true;
  readonly article?: Article;
  readonly buyer?: (random: Random) => Buyer | undefined;
  readonly spoil?: (draft: Draft) => Draft;
}

const ONE_OFFLINE_IN = 10;

/** A receipt without anything special; of those that are counted every tenth is of a till that was offline. */
export function ordinary(index?: number): Script {
  const offline = index !== undefined && index % ONE_OFFLINE_IN === 0;
  return { kind: 'receipt', expectation: 'completed-receipt', sends: 1, ...(offline && { offline }) };
}

/** What happens to receipts besides the ordinary. */
export const RECEIPT_SCRIPTS: readonly Script[] = [
  { ...ordinary(), cancellation: 'once-completed', expectation: 'attention:cancellation' },
  { ...ordinary(), cancellation: 'at-once', expectation: 'reversed' },
  { ...ordinary(), sends: 5 },
  { ...ordinary(), expectation: 'refused', spoil: grossOneKurusMore },
  { ...ordinary(), expectation: 'attention:post-order', article: BLOCKED_ARTICLE },
  { ...ordinary(), sends: 2, offline: true },
  { ...ordinary(), altered: true },
  { ...ordinary(), expectation: 'refused', spoil: taxTwoKurusLess },
  { ...ordinary(), cancellation: 'at-once', expectation: 'reversed' },
  { ...ordinary(), sends: 2 },
  { ...ordinary(), expectation: 'refused', spoil: (draft) => ({ ...draft, currency: 'XXX' }) },
  { ...ordinary(), expectation: 'attention:post-order', article: BLOCKED_ARTICLE },
  { ...ordinary(), cancellation: 'once-completed', expectation: 'attention:cancellation' },
  { ...ordinary(), sends: 5 },
  { ...ordinary(), expectation: 'refused', futureMs: 2 * 3_600_000 },
  { ...ordinary(), altered: true },
  { ...ordinary(), sends: 2 },
];

/** Invoices of every kind of buyer, ordinary and not. */
export const INVOICE_SCRIPTS: readonly Script[] = [
  invoice('e-invoice', registeredCompany),
  { ...invoice('e-invoice', registeredCompany), cancellation: 'at-once', expectation: 'reversed' },
  invoice('e-archive-company', otherCompany),
  { ...invoice('e-archive-company', wrongTaxIdCompany), expectation: 'attention:issue-invoice' },
  { ...invoice('e-archive-person', person), offline: true },
  { ...invoice('e-invoice', refusedCompany), expectation: 'attention:transmit' },
  invoice('e-archive-consumer', consumer),
  { ...invoice('e-archive-company', schematronCompany), expectation: 'attention:transmit' },
  invoice('e-archive-consumer', () => undefined),
  { ...invoice('e-archive-person', person), cancellation: 'once-completed', expectation: 'attention:cancellation' },
  invoice('e-archive-person', canaryPerson),
  { ...invoice('e-invoice', registeredCompany), sends: 2 },
  { ...invoice('e-archive-person', canaryPerson), cancellation: 'at-once', expectation: 'reversed' },
  { ...invoice('e-archive-consumer', consumer), sends: 5 },
];

function invoice(kind: SaleKind, buyer: Script['buyer']): Script {
  return { kind, expectation: 'completed-invoice', sends: 1, buyer };
}

/** The till says one kuruş more than the lines add up to. */
function grossOneKurusMore(draft: Draft): Draft {
  return { ...draft, totals: { ...draft.totals, gross: plus(draft.totals.gross, 1n) } };
}

/** Two kuruş of tax of the first rate are said to be net. */
function taxTwoKurusLess(draft: Draft): Draft {
  const [first, ...others] = draft.taxes;
  if (!first) return draft;
  const { net, tax, gross } = draft.totals;
  return {
    ...draft,
    taxes: [{ ...first, taxable: plus(first.taxable, 2n), tax: plus(first.tax, -2n) }, ...others],
    totals: { net: plus(net, 2n), tax: plus(tax, -2n), gross },
  };
}

function plus(amount: string, kurus: bigint): string {
  return fromKurus((toKurus(amount) ?? 0n) + kurus);
}
