/** What came of a delivery. */
export const DeliveryState = {
  /** It placed an order. */
  placed: 'placed',
  /** Its order is not paid yet. */
  waiting: 'waiting',
  /** It changed nothing that matters here. */
  recorded: 'recorded',
  /** Something newer of its order was known. */
  older: 'older',
  /** It cancelled an order. */
  cancelled: 'cancelled',
  /** It is of no interest, such as a test order. */
  ignored: 'ignored',
  /** It cannot be used, and a person decides. */
  quarantined: 'quarantined',
  /** It was quarantined, and given up by a person or by time. */
  discarded: 'discarded',
} as const;

export type DeliveryState = (typeof DeliveryState)[keyof typeof DeliveryState];
