/** How a customer who ordered by bank transfer goes about paying. */
export type TransferHabit =
  | 'names-order'
  | 'names-invoice'
  | 'pays-twice'
  | 'wrong-amount'
  | 'no-reference'
  | 'never-pays';

/** Tells whether an order is settled once a customer of this habit has paid. */
export function settles(habit: TransferHabit): boolean {
  return habit === 'names-order' || habit === 'names-invoice' || habit === 'pays-twice';
}

/** What somebody owes by transfer for an order. */
export interface Due {
  readonly orderNumber: string;
  /** The number that the payer knows the order by. */
  readonly payersNumber: string;
  readonly amount: string;
  readonly payer: string;
  readonly habit: TransferHabit;
}
