import { defineProblems } from '@kervan/service-host';

const nothing = { recorded: 'nothing', retryable: false } as const;
const earlier = { recorded: 'earlier', retryable: false } as const;

/** Problems of the API for bank statements. */
export const bankProblems = defineProblems({
  'malformed-xml': {
    ...nothing,
    status: 400,
    title: 'The file is not well-formed XML',
    whatToDo: 'Ask the bank for the whole file: `line` tells where it breaks off or contradicts itself.',
  },
  'doctype-forbidden': {
    ...nothing,
    status: 400,
    title: 'The file has a document type declaration',
    whatToDo: 'Send the file without it: no bank statement has one.',
  },
  'xml-limit': {
    ...nothing,
    status: 400,
    title: 'The file holds more of something than any bank statement',
    whatToDo: 'Send a file within the limit that the detail names.',
  },
  'unsupported-message': {
    ...nothing,
    status: 422,
    title: 'The file is no bank statement of a version that is read',
    whatToDo: 'Send the end-of-day statement, in one of the versions in `accepted`.',
  },
  'statement-invalid': {
    ...nothing,
    status: 422,
    title: 'The statement lacks something, or has a value that it cannot have',
    whatToDo: 'Ask the bank for a right file: `errors` names the places. None of its statements was taken.',
  },
  'statement-intake-paused': {
    ...nothing,
    status: 503,
    retryable: true,
    title: 'Matched payments wait to be passed on',
    whatToDo: 'Keep the file and send it again after the seconds in Retry-After.',
  },
  'statement-not-blocked': {
    ...earlier,
    status: 409,
    title: 'The statement is not blocked',
    whatToDo: 'Nothing: it was never blocked, or has been released.',
  },
  'statement-in-effect': {
    ...earlier,
    status: 409,
    title: 'Another copy of the statement is in effect',
    whatToDo:
      'Compare it with the copy in effect, whose payments are matched. What only this copy holds is settled in the books, and its order by skipping the step `settle`.',
  },
  'statement-decided-upon': {
    ...earlier,
    status: 409,
    title: 'Lines of the blocked copy of the statement are decided',
    whatToDo:
      'Decide its other lines, or release it: `duplicateOf` is its id. What only this copy holds is settled in the books, and its order by skipping the step `settle`.',
  },
  'account-unknown': {
    ...nothing,
    status: 409,
    title: 'The account belongs to no company that is known here',
    whatToDo: 'Add the account to the accounts file, then try again.',
  },
  'gap-not-open': {
    ...earlier,
    status: 409,
    title: 'No gap is open before the statement',
    whatToDo: 'Nothing: what was missing has come, or the gap has been closed, or there was none.',
  },
  'gap-changed': {
    ...nothing,
    status: 409,
    title: 'Another gap is open before the statement than was shown',
    whatToDo: 'Compare the balances again, which `expected` and `actual` tell. If it is still to be closed, tell them in `seen`.',
  },
  'line-decided': {
    ...earlier,
    status: 409,
    title: 'The line has been decided',
    whatToDo: 'Look at the line: the first decision stands.',
  },
  'line-not-decidable': {
    ...nothing,
    status: 409,
    title: 'There is nothing to decide about the line',
    whatToDo: 'Decide about credits that are booked and undecided.',
  },
  'matched-order-reversed': {
    ...earlier,
    status: 409,
    title: 'The order that the line was matched with has been taken back',
    whatToDo:
      'Return the money, or settle it in the books for the order that it pays, and skip the step `settle` of that. Then leave the line.',
  },
  'matched-order-completed': {
    ...earlier,
    status: 409,
    title: 'The order that the line was matched with has completed without it',
    whatToDo:
      'Look first whether the money is in the books already, as where who skipped the step `settle` of the order has booked it. If it is not, book it by hand for the order, or return it. Then leave the line.',
  },
  'matched-order-amended': {
    ...earlier,
    status: 409,
    title: 'The line is matched with an order that was amended since',
    whatToDo:
      'Accept the difference for that order with `acceptDifference: true`, or leave the line. Where less came than is due, it waits no more once the rest is matched, too.',
  },
  'receivable-unknown': {
    ...nothing,
    status: 422,
    title: 'The company has no order of this id that is to be paid',
    whatToDo: 'Send the id of an order of the same company and mode that had a payment due.',
  },
  'receivable-not-open': {
    ...nothing,
    status: 409,
    title: 'Nothing is open of the order: it is paid, or taken back, or nothing is due of it',
    whatToDo: 'Choose another order, or leave the line.',
  },
  'due-changed': {
    ...nothing,
    status: 409,
    title: 'Something else is due of the order than was shown',
    whatToDo:
      'Compare the line with `due` and `currency`: what is open of the order now, or, where the line is matched with it already, what is due, which all its lines pay together. If it is still right, tell that in `seen`.',
  },
  'amount-differs': {
    ...nothing,
    status: 422,
    title: 'The line is not of the amount that is due',
    whatToDo: 'Send `acceptDifference: true` if the difference is accepted: the order then counts as paid by what came.',
  },
  'wrong-currency': {
    ...nothing,
    status: 422,
    title: 'The line is not in the currency of the order',
    whatToDo: 'Leave the line, and settle it in the books.',
  },
});
