import type { Act } from '../../../src/act-at-services/act';
import type { ActWords } from './dialog';

const lineReasons: Readonly<Record<string, string>> = {
  'no-reference': 'No number is written on it',
  'unknown-reference': 'No open order has the number on it',
  'several-receivables': 'It names several open orders',
  'amount-differs': 'The amount differs from what is due',
  'wrong-currency': 'The currency differs from the order’s',
  'already-paid': 'The order is paid already',
  'receivable-closed': 'The order is closed',
  'zero-amount': 'Its amount is zero',
  'reversal': 'It takes a payment back',
  'same-end-to-end-id-twice': 'Another line has the same end-to-end id',
  'statement-blocked': 'Its statement does not add up',
  'matched-order-reversed': 'Its order was taken back after the money had been matched: return the money, then leave the line',
  'matched-order-completed': 'Its order has completed without this money. Look whether it is in the books already; else book it by hand for the order, or return it. Then leave the line',
  'matched-order-amended': 'Its order was amended after the money had been matched, and another amount is due: accept the difference, or leave the line; where the rest comes, it waits no more',
};

const proposalReasons: Readonly<Record<string, string>> = {
  'named': 'is named on it',
  'same-amount': 'same amount',
  'near-reference': 'nearly the same number',
  'matched-with-it': 'matched with it, and amended since',
  'order-cancelled': 'but cancelled: match it only where the order goes on all the same',
};

export const proposalReason = (why: string): string => proposalReasons[why] ?? why;

export const lineReason = (reason: string): string => lineReasons[reason] ?? reason;

export const undecidedWords = {
  title: 'Undecided bank lines',
  none: 'Every bank line is decided.',
  meaning:
    'Money has moved at the bank, and it is not certain for which order: no number was found, the amount differs, or several orders fit.',
  next:
    'Compare it with the proposals. Then match it with an order, or leave it, with a reason.',
  line: 'Bank line',
  amount: 'Amount',
  why: 'Reason',
  proposals: 'Proposals',
  noProposal: 'none',
  value: 'Value date',
  due: (amount: string) => `due: ${amount}`,
  came: (amount: string) => `${amount} came before`,
  cameInAll: (amount: string) => `${amount} came in all`,
  statements: 'Blocked statements',
  statementsMeaning:
    'A statement that does not add up books nothing. Ask the bank for a right one, which takes its place; release it only when it is right in spite of what was found.',
  gaps: 'Gaps between statements',
  gapsMeaning:
    'A statement does not begin where the one before it ended: a statement or page between them has not come. What has come is matched all the same. Ask the bank for what is missing: the gap closes once it comes. Close it by hand only where nothing will come.',
  ended: 'The one before ended at',
  begins: 'This one begins at',
  statement: 'Statement',
  found: 'What was found',
  account: 'Account',
  difference: (line: string, due: string) => `The order counts as paid by ${line}, although ${due} are due.`,
  differenceOfRest: (line: string, open: string) => `The order counts as paid with ${line} more, although ${open} of it are open.`,
  pays: (line: string, order: string) => `${line} for ${order}`,
} as const;

export const bankActs = {
  match_line: {
    button: 'Match',
    title: 'Match the bank line with this order',
    meaning:
      'The payment is booked for the order. An order that is taken back after all books nothing, and its money is to be returned: leave the line then. A line is decided once: this cannot be undone here.',
    submit: 'Match',
    done: 'The line is matched, and the payment is being booked.',
  },
  leave_line: {
    button: 'Leave',
    title: 'Leave the bank line',
    meaning: 'It pays no order here. A line is decided once: this cannot be undone here.',
    submit: 'Leave',
    done: 'The line is left.',
  },
  release_statement: {
    button: 'Release',
    title: 'Release the statement in spite of what was found',
    meaning: 'Its lines are matched with orders, and payments are booked. This cannot be undone.',
    submit: 'Release',
    done: 'The statement is released, and its lines are decided.',
  },
  close_gap: {
    button: 'Close the gap',
    title: 'Close the gap before this statement',
    meaning:
      'Nothing before this statement is waited for any more. That the balances differ is for the books. What is missing is taken all the same, if it comes after all. This cannot be undone.',
    submit: 'Close the gap',
    done: 'The gap is closed.',
  },
} satisfies Partial<Record<Act, ActWords>>;
