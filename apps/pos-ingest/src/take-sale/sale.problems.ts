import { defineProblems, problem, type Problem, type ProblemFinding } from '@kervan/service-host';

const nothing = { recorded: 'nothing', retryable: false } as const;

/** Problems of the sales API. */
export const saleProblems = defineProblems({
  'invalid-amount': {
    ...nothing,
    status: 422,
    title: 'An amount is not a plain decimal of its currency',
    whatToDo:
      'Send amounts as decimal strings with a point, without sign or exponent, ' +
      'with at most the minor digits of the currency (unit prices: 8 places).',
  },
  'invalid-quantity': {
    ...nothing,
    status: 422,
    title: 'A quantity is not above zero',
    whatToDo: 'Send quantities above 0 and below a thousand million as decimal strings of at most 6 places.',
  },
  'unknown-unit': {
    ...nothing,
    status: 422,
    title: 'A unit code is not known',
    whatToDo: 'Use a code of UN/ECE Recommendation 20, such as C62 for pieces or KGM for kilograms.',
  },
  'unknown-currency': {
    ...nothing,
    status: 422,
    title: 'The currency is not an active ISO 4217 code',
    whatToDo: 'Send the three-letter code, such as TRY.',
  },
  'invalid-date': {
    ...nothing,
    status: 422,
    title: 'The time of the sale cannot be taken',
    whatToDo: 'Send an ISO 8601 instant with its zone, at most 5 minutes ahead of and 90 days behind the clock.',
  },
  'invalid-text': {
    ...nothing,
    status: 422,
    title: 'A text is too long, empty or holds control characters',
    whatToDo: 'Send 1 to 200 characters without control characters.',
  },
  'invalid-identifier': {
    ...nothing,
    status: 422,
    title: 'An identifier does not have the documented form',
    whatToDo: 'Correct the fields in `errors`.',
  },
  'unknown-reference': {
    ...nothing,
    status: 422,
    title: 'The sale names something that is not known',
    whatToDo: 'Send the branch that the API key belongs to.',
  },
  'too-many-lines': {
    ...nothing,
    status: 413,
    title: 'The sale has too many lines',
    whatToDo: 'Split the sale at the till.',
  },
  'too-many-sales': {
    ...nothing,
    status: 413,
    title: 'The batch has too many sales',
    whatToDo: 'Send at most 500 sales in one batch.',
  },
  'line-mismatch': {
    ...nothing,
    status: 422,
    title: 'A line amount does not follow from quantity, unit price and discounts',
    whatToDo: 'Correct the line; one minor unit of rounding is tolerated.',
  },
  'tax-mismatch': {
    ...nothing,
    status: 422,
    title: 'The tax does not follow from the lines',
    whatToDo: 'Use a rate that is in force, and round the tax once per rate; one minor unit is tolerated, at a rate of 0 none.',
  },
  'totals-mismatch': {
    ...nothing,
    status: 422,
    title: 'The sale total does not equal its lines',
    whatToDo: 'Correct the totals: they must add up exactly.',
  },
  'payments-mismatch': {
    ...nothing,
    status: 422,
    title: 'The payments do not add up to the total',
    whatToDo: 'Send every payment, those still due included, so that their sum is the gross total.',
  },
  'receipt-conflict': {
    status: 409,
    retryable: false,
    recorded: 'earlier',
    title: 'This receipt is already recorded with other content',
    whatToDo: 'Compare the two at the till: a receipt number names one sale for ever. What was recorded first stands.',
  },
  'cancellation-conflict': {
    status: 409,
    retryable: false,
    recorded: 'earlier',
    title: 'This sale was cancelled with other particulars',
    whatToDo: 'Nothing: the first cancellation stands.',
  },
  'idempotency-key-invalid': {
    ...nothing,
    status: 400,
    title: 'The Idempotency-Key has a wrong form',
    whatToDo: 'Send 1 to 128 visible ASCII characters, or leave the header out.',
  },
  'idempotency-key-reused': {
    ...nothing,
    status: 422,
    title: 'This key was used for another request',
    whatToDo: 'Use a new key for each request, and the same key only to repeat it unchanged.',
  },
  'request-in-progress': {
    status: 409,
    retryable: true,
    recorded: 'unknown',
    title: 'The same sale is being recorded at this moment',
    whatToDo: 'Send it again after the seconds in Retry-After: it gets the answer of the first.',
  },
  'storage-unavailable': {
    status: 503,
    retryable: true,
    recorded: 'unknown',
    title: 'Try again soon',
    whatToDo: 'Send the same request again after the seconds in Retry-After: it is recorded once.',
  },
  'intake-paused': {
    ...nothing,
    status: 503,
    retryable: true,
    title: 'Sales wait to be passed on',
    whatToDo: 'Keep the sale and send it again after the seconds in Retry-After.',
  },
});

type SaleProblem = keyof typeof saleProblems.kinds;

/**
 * The answer to a body in which these things were found.
 *
 * One kind of finding is answered by its own problem; several kinds by `validation-failed`, or 413
 * where it is too long.
 */
export function refuseSale(findings: readonly ProblemFinding[]): Problem {
  const codes = new Set(findings.map(({ code }) => code));
  const [first] = codes;
  const tooMany = [...codes].find((code) => code.startsWith('too-many'));
  const code = tooMany ?? (codes.size === 1 ? first : undefined);
  if (code !== undefined && isSaleProblem(code)) return saleProblems(code, { errors: findings, ...detailOf(findings) });
  return problem('validation-failed', { errors: findings });
}

function isSaleProblem(code: string): code is SaleProblem {
  return Object.hasOwn(saleProblems.kinds, code);
}

function detailOf([finding]: readonly ProblemFinding[]): { detail?: string } {
  return finding?.detail === undefined ? {} : { detail: finding.detail };
}
