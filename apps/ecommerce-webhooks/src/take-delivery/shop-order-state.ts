import { OrderState } from '@kervan/ingress';

/** How far a shop's order has come here; before it is published it waits, or was cancelled and never will be. */
export const ShopOrderState = {
  /** Known, not paid yet: nothing is started. */
  waiting: 'waiting',
  ...OrderState,
  /** Cancelled before it was placed: nothing was started. */
  cancelled: 'cancelled',
} as const;

export type ShopOrderState = (typeof ShopOrderState)[keyof typeof ShopOrderState];
