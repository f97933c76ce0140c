import { stepName } from './documents';

/** What to do where the sales order in the ERP stands already, which no amendment changes. */
const anew = 'Dates, amounts and articles are in the ERP already: if they are wrong, have the source cancel the order and place it anew under another number.';

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
    why: 'A step succeeded while the order was being taken back',
    next: 'Correct it by hand in the system of that step.',
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
