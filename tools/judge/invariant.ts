/**
 * What a finding breaks.
 *
 * I1 nothing lost, I2 nothing doubled, I3 nothing invented, I4 money, I5 bank, I6 traceable, I7 outbox = log, I8 commit
 * ≤ work, I9 order, I10 saga, I11 invoice numbers, I12 secrecy, I13 alarms, I14 replay. `oracle`: the ledgers that all
 * is held against contradict themselves, so that nothing is proven.
 */
export const invariants = [
  'I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12', 'I13', 'I14', 'oracle',
] as const;

export type Invariant = (typeof invariants)[number];

const CODES: Partial<Record<Invariant, readonly string[]>> = {
  I1: [
    'order-missing', 'payment-missing', 'invoice-missing', 'erp-invoice-missing', 'half-reversed', 'unanswered',
    'not-at-rest', 'sale-unknown', 'state-differs', 'attention-missing', 'attention-elsewhere', 'attention-unexpected',
    'quarantine-missing', 'quarantine-unexpected', 'wrongly-refused', 'control-differs', 'answers-differ',
    'ping-missing', 'ping-refused', 'interchange-not-sent', 'decision-missing',
  ],
  I2: [
    'order-doubled', 'payment-doubled', 'erp-invoice-doubled', 'invoice-doubled', 'sale-doubled', 'sale-id-differs',
    'attention-doubled', 'reference-used-twice', 'erp-number-used-twice', 'transmission-doubled', 'answer-doubled',
    'cancelled-but-booked', 'reference-under-two-keys', 'order-listed-twice', 'quarantine-doubled',
  ],
  I3: [
    'effect-of-refused', 'effect-of-nothing', 'effect-of-quarantined', 'effect-after-stop', 'effect-invented',
    'invoice-invented', 'paid-unexpectedly', 'wrongly-accepted', 'order-invented', 'act-invented', 'buyer-differs',
    'date-differs', 'company-differs', 'mode-differs', 'seller-differs',
  ],
  I4: ['amount-differs', 'currency-differs', 'money-differs'],
  I5: ['bank-differs', 'balance-differs', 'statement-gap', 'statement-refused', 'undecided-differs', 'line-invented'],
  I11: ['invoice-number-gap', 'invoice-number-shared', 'invoice-number-differs', 'series-differs'],
  oracle: [
    'ledger-line-missing', 'ledger-line-doubled', 'content-altered', 'answer-without-receipt',
    'answer-without-webhook', 'answer-without-interchange', 'answer-without-statement', 'receipt-rung-twice',
    'order-placed-twice', 'interchange-written-twice', 'invoice-file-differs', 'invoice-file-without-transmission',
    'decision-doubled', 'decision-without-transmission',
  ],
};

const byCode = new Map(invariants.flatMap((invariant) => (CODES[invariant] ?? []).map((code) => [code, invariant])));

/** Which invariant a finding of the judge breaks. @throws Error for a code that none is known of. */
export function invariantOf(code: string): Invariant {
  const invariant = byCode.get(code);
  if (!invariant) throw new Error(`no invariant is named for ${code}`);
  return invariant;
}
