import { stepName } from './documents';

/** What to do where the sales order in the ERP stands already, which no amendment changes. */
const anew = 'Dates, amounts and articles are in the ERP already: if they are wrong, have the source cancel the order and place it anew under another number.';

const correctOrder = 'Correct the order, and the step is tried again; or have the source cancel it and place it anew under another number.';

/** What to do where the order's one invoice can be none any more. */
const anotherInvoice = 'An order has one invoice. Have the source cancel it and place it anew under another number.';

/** Why an order waits, and what its reader can do; a code of an outside system has its own detail and the general advice. */
const reasons: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  'no-answer': {
    why: 'A step was asked for twice and nobody answered',
    next: 'See whether the service of that step runs, and its held messages. The late answer still moves the order on.',
  },
  'withdrawn': {
    why: 'A step was withdrawn before it was carried out',
    next: 'Try the step again, or have the source cancel the order.',
  },
  'cancelled-after-pivot': {
    why: 'Cancelled when it could no longer be undone',
    next: 'Issue a credit note. Trying again carries the order on regardless of the cancellation.',
  },
  'payment-overdue': {
    why: 'The payment has not come in time',
    next: 'Look for it among the undecided bank lines, or remind the buyer. A payment that is matched moves the order on.',
  },
  'late-success': {
    why: 'The invoice was accepted, or a later step done, while the order was being taken back',
    next: 'Make the credit note, or correct by hand what was done; then try again: the order is taken back on.',
  },
  'preflight-failed': {
    why: 'The order cannot be invoiced as it is',
    next: `Amend the buyer or the reason of a tax exemption, where the detail is about them; the step is then tried again. ${anew}`,
  },
  '1150': {
    why: 'The tax authority refused the form of the invoice',
    next: `Amend the buyer or the reason of a tax exemption; the invoice goes out again under the same number. ${anew}`,
  },
  '1160': {
    why: 'The tax authority refused the form of the invoice',
    next: `Amend the buyer or the reason of a tax exemption; the invoice goes out again under the same number. ${anew}`,
  },
  'receiver-changed': {
    why: 'The buyer takes another kind of invoice since, which its number is not for',
    next: anotherInvoice,
  },
  'invoice-void': { why: 'The number of the invoice is void', next: anotherInvoice },
  'invoice-refused': { why: 'The invoice was refused for good', next: anotherInvoice },
  'invoice-accepted': {
    why: 'The tax authority has accepted the invoice, which can be neither changed nor voided any more',
    next: 'Make the credit note; then, where the order is being taken back, count the void as done. Where it was amended, amend it back: that came too late.',
  },
  'invoice-transmitting': {
    why: 'The invoice is on its way to the tax authority, and can be neither changed nor voided meanwhile',
    next: 'Wait for the authority’s answer, then try again.',
  },
  'invoice-given-up': {
    why: 'A person has given the invoice up, but what was sent of it before may still come to the integrator',
    next: 'Try again later: then it is certain what the integrator has.',
  },
  'invoice-moved-on': {
    why: 'What became of the invoice was decided at the same moment',
    next: 'Try again: it is told what that was.',
  },
  'invoice-unknown': {
    why: 'einvoice-sender does not know the invoice',
    next: 'See whether its database was set back to an older state. Have the source cancel the order, or issue the invoice by hand and pause the order.',
  },
  'ettn-used': {
    why: 'The integrator has something else under the invoice’s universal number (ETTN)',
    next: 'Look at it in the integrator’s portal. If it is this invoice but for words, try again; if it is the invoice from before an amendment, amend the order back.',
  },
  'other-invoice-held': {
    why: 'The integrator has an invoice of another number, total or buyer under the universal number (ETTN)',
    next: 'Look at it in the integrator’s portal. If it is the invoice from before an amendment, amend the order back. If it is of another number, book it by hand and pause the order.',
  },
  'unknown-currency': { why: 'The currency of the order is none', next: correctOrder },
  'order-without-lines': { why: 'The order has no lines', next: correctOrder },
  'totals-mismatch': { why: 'The amounts of the order do not add up', next: correctOrder },
  'mode-not-served': {
    why: 'The order is a test and the ERP is live, or the other way round',
    next: 'Have the source cancel it and send it to the installation of its mode. If the ERP is of its mode after all, correct the setting ERP_MODE and try the step again.',
  },
  'no-payments': {
    why: 'There is no payment to book',
    next: 'See whether money has come for the order. Book by hand what is to be booked, then count the step as done.',
  },
  'retries-exhausted': {
    why: 'An outside system has not taken the step, however often it was asked',
    next: 'See on the page Systems why. Once it answers, try the step again.',
  },
  'request-not-built': {
    why: 'Nothing that the outside system could be sent follows from the order',
    next: 'Amend what is odd about the order, if the ERP does not hold it yet, or have the source cancel it.',
  },
  'given-up': {
    why: 'A person has given up the call to the outside system',
    next: 'If nothing of it stands there, try the step again; else do the rest by hand, and count the step as done where that is possible.',
  },
  'taken-back': {
    why: 'A person has taken back the call to the outside system, before it had an effect',
    next: 'Try the step again, or have the source cancel the order.',
  },
  'article-blocked': {
    why: 'The ERP does not take one of the articles',
    next: 'Release the article in the ERP, then try the step again.',
  },
};

export const reasonFor = ({ code, step }: { readonly code: string; readonly step: string }) =>
  reasons[code] ?? {
    why: `Refused while ${stepName(step)} (${code})`,
    next: 'Remove the cause that the detail names, then try the step again, or amend what the ERP does not hold yet.',
  };

export const attentionWords = {
  title: 'Waits for a person',
  lead: 'Orders that go on only when somebody acts, those that have waited longest first.',
  none: 'Nothing waits for a person.',
  all: 'See all',
  order: 'Order',
  reason: 'Reason',
  since: 'Waiting',
  next: 'What to do',
  at: (step: string) => `while ${step}`,
  standing: (span: string, step: string) => `For ${span}, while ${step}.`,
} as const;
